"""Takes what the office owes to other systems and brings their receipts back.

GB/T 39443-2020 (公共信用信息交换方式及接口规范) names exchange by service and by file; here are both, behind
the one port of ``workflows/operations/exchange_port.py``: :mod:`exchange.http` and :mod:`exchange.file_drop`. What is
said is the same on both ways and signed the same way (:mod:`exchange.signed`).
"""
