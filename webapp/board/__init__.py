"""The supervisor's board: where the work stands, the lists behind its numbers, bulk acts, statistics."""
