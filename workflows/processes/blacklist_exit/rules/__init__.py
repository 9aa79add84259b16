"""The law of removal: examination, signature, emergency, lifting. Pure functions that raise or decide."""
