"""What one voice of several brought forward before a listing, and what the review answered to it (惩戒到人)."""

from dataclasses import replace

from workflows.domain.dossier import Dossier
from workflows.processes.blacklist_entry.rules.voices import names

_REVIEW = "review_defence"


def voiced(dossier: Dossier, place: int) -> Dossier:
    """Return the dossier with the statements of one voice, and the points of the review that answer them.

    Args:
        place: 0 for the subject, from 1 on a liable person.
    """
    name = names(dossier.case, (place,))[0]
    said = [each for each in dossier.case.facts.get("statements", ()) if each.get("place", 0) == place]
    facts = {**dossier.case.facts, "statements": said}
    review = dossier.answers.get(_REVIEW, {})
    points = [row for row in review.get("points", ()) if str(row.get("person") or "").strip() == name]
    answers = {**dossier.answers, _REVIEW: {**review, "points": points}} if review else dossier.answers
    return replace(dossier, case=replace(dossier.case, facts=facts), answers=answers)
