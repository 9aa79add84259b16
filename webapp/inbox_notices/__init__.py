"""The in-app inbox: what a person was told."""
