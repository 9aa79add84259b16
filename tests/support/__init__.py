"""What tests of every kind stand on: shared folders, real servers and the guard against the outside."""
