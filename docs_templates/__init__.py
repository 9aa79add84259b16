"""Word templates of the office's letters, and the kit that composes their factory versions."""
