"""Jobs (作业): how far work in the background is, and what became of each item."""
