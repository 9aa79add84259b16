"""The office: law, cases and engine. Nothing in here knows that there is a web."""
