"""The records of credit subjects: finding them, and importing them from tables."""
