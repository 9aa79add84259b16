"""The desk: 待办 and 已办, and the page on which a task is done."""
