"""The catalogue of lists (名单目录) and measures (措施清单) as data."""
