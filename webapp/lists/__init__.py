"""Lists (名单): the public register, the registers of staff, bans, the catalogue, and a subject's own listings."""
