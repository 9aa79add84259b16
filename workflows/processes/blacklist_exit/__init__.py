"""Removal from a list (名单移出): by repair, expiry, annulled basis, wrong listing, death or deregistration."""
