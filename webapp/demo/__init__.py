"""The demonstration: plainly fictional organisations, people, records and cases, driven by the real operations."""
