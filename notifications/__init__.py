"""Takes notices out of the building and puts official letters on paper."""
