"""The State Council's holiday schedules, one file a year."""
