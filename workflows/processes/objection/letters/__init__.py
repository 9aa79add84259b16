"""The letters of objection handling: the catalogue, and what each prints."""
