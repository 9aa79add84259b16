"""What an administrator keeps: which law binds whom, the calendar, deliveries, the audit trail and the clock."""
