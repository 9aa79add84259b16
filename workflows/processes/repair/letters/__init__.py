"""The letters of credit repair (REP-00…11, SHR-01, SHR-06)."""
