"""The law of listing: legality gate, service, defence, decision, execution. Pure functions that raise or decide."""
