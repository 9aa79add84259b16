"""Opening a case of the office's own motion (依职权), for every process that staff opens."""
