"""How long records are public and kept: what waits for a person, and destruction lists."""
