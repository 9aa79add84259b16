"""The only importer of SQLAlchemy: tables, named queries and the unit of work."""
