"""The letters of removal: LST-08, 10…13 and the slip of service."""
