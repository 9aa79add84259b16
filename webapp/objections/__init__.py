"""Filing an objection: find the record, fill in, check, hand in, receipt."""
