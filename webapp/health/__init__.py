"""Whether the office works, for the machine that watches it."""
