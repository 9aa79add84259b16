"""The web of the office."""
