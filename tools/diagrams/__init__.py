"""Tools for the process diagrams: drawing them and checking how they are drawn."""
