"""A stand-in for the city platform (演示用平台): takes what is pushed to it and gives receipts, some of them late.

For demonstrations and tests only. It is another system: it shares nothing with the office but the words of the exchange
and the key of their signatures, and keeps what it has in a SQLite file of its own.
"""
