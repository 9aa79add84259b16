"""The command line: one module for each noun, each with a ``command`` that ``webapp.cli`` finds."""
