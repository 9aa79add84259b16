"""Signing in and out, the own password, language and size of text."""
