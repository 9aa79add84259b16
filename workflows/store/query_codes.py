"""Query codes: printed on a paper, they open what is told without signing in, together with its number."""

import secrets

#: No sign that is mistaken for another. 12 signs are 58 bits, not derivable from the number.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_query_code() -> str:
    """Return a new code of 12 signs."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))
