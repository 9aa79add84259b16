"""Can I apply for repair? Answered without signing in."""
