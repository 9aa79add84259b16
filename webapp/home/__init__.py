"""The public first page."""
