"""One file per thing the office does; each act opens one unit of work."""
