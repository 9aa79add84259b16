"""Composes the factory templates; ``python -m docs_templates.compose`` writes them anew.

Offices edit the .docx files in Word. The kit is for the factory version only: running it replaces their changes.
"""
