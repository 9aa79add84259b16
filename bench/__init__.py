"""Measures the office: completions per second against two limits of the same minute, statements, bytes, growth."""
