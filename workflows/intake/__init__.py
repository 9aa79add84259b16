"""What comes in from outside as a file: its type, its keeping, its scanning, and the tables that offices send.

Stands beside ``workflows.processes`` and knows only ``workflows.domain``.
"""
