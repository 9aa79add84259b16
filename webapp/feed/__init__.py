"""A person's deadlines in the own calendar program: the page on which it is switched on, and the feed itself."""
