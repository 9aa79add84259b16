"""一户一档: all that the reader may see of one subject, on one page and as one file."""
