"""What is late, for the supervisor."""
