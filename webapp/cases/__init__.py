"""A case as those who handle it see it: diagram, timeline, clocks, letters, papers."""
