"""How a letter speaks to whom it is for, and how that one speaks of itself: a person is no 单位."""

from collections.abc import Mapping
from typing import Any

_PERSON = "natural_person"


def you(subject: Mapping[str, Any]) -> str:
    """Return how a letter addresses the subject in its text."""
    return "您" if subject.get("kind") == _PERSON else "你单位"


def oneself(subject: Mapping[str, Any]) -> str:
    """Return how the subject calls itself in a paper of its own."""
    return "本人" if subject.get("kind") == _PERSON else "本单位"


def own_papers(subject: Mapping[str, Any]) -> str:
    """Return by what the subject shows who it is."""
    return "本人身份证件" if subject.get("kind") == _PERSON else "本人身份证件、营业执照或者其他登记证书复印件"
