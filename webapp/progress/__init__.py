"""Progress without signing in."""
