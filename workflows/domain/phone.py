"""Numbers of mobile telephones of the mainland (GB/T numbering: eleven digits, the first 1, the second 3 to 9)."""

import re

_MOBILE = re.compile(r"(?:\+86|0086|86)?(1[3-9]\d{9})", re.ASCII)


def mobile(text: str) -> str:
    """Return a mobile number as ``+86…``, from what a person typed; empty for anything else (a landline, no number)."""
    found = _MOBILE.fullmatch(re.sub(r"[\s()（）-]", "", text))
    return f"+86{found[1]}" if found else ""
