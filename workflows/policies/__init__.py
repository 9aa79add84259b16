"""The law as data: one folder a jurisdiction, one TOML file a version, named by its first day in force."""
