"""Accounts: registration, verification of who acts for whom, forgotten passwords, preferences."""
