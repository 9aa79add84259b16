"""Fills the letters of objection handling from the dossier of a case."""

from collections.abc import Mapping

from workflows.domain.dossier import Dossier


def letter_context(code: str, dossier: Dossier) -> Mapping[str, object]:
    """Return the values that the template of ``code`` prints."""
    return {"letter": {"number": dossier.number}}
