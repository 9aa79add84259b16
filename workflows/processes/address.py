"""How a letter speaks to whom it is for, and how that one speaks of itself: a person is no 单位."""

from collections.abc import Mapping
from typing import Any


def is_person(subject: Mapping[str, Any]) -> bool:
    """Tell whether the subject is a natural person (自然人)."""
    return subject.get("kind") == "natural_person"


def you(subject: Mapping[str, Any]) -> str:
    """Return how a letter addresses the subject in its text."""
    return "您" if is_person(subject) else "你单位"


def oneself(subject: Mapping[str, Any]) -> str:
    """Return how the subject calls itself in a paper of its own."""
    return "本人" if is_person(subject) else "本单位"


def own_papers(subject: Mapping[str, Any]) -> str:
    """Return by what whoever comes shows who they are and for whom they speak."""
    return "本人身份证件" if is_person(subject) else "本人身份证件、营业执照或者其他登记证书复印件"
