"""The letters of listing: LST-01…09, 14, 15, REP-00 and the slips of service."""
