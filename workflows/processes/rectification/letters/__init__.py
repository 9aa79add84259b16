"""The letters of rectification and interviews (domain catalogue REC-01…04, TLK-01…08): what each of them says."""
