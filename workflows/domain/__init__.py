"""The nouns of the office in plain Python: no input or output, no wall clock, no database."""
