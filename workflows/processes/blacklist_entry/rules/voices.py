"""Who is heard before a listing: the subject, and each liable person (惩戒到人) for themselves.

A voice is a place: 0 is the subject, from 1 on the liable persons in the order of the case. Who has an account may
speak online, and everybody, with or without one, in writing or by word of mouth at the recognising department (LST-02).
"""

from collections.abc import Collection, Mapping

from workflows.domain.access import Actor, Desk, Role
from workflows.domain.case import CaseView
from workflows.domain.errors import FieldErrors
from workflows.domain.words import N_

#: The subject's own place.
SUBJECT = 0


def desks(case: CaseView) -> tuple[Desk, ...]:
    """Return the desks of all who may still speak: one for each account, and that of the department for all."""
    applicant = () if case.applicant_id is None else (case.applicant_id,)
    accounts = dict.fromkeys((*applicant, *_speakers(case).values()))
    online = (
        Desk(role=Role.APPLICANT, user_id=user_id) for user_id in accounts if waiting(case, _of_account(case, user_id))
    )
    return (*online, Desk(role=Role.RECOGNISER, org_id=case.authority_id))


def everybody(case: CaseView) -> tuple[int, ...]:
    """Return the places of all who are heard."""
    return tuple(range(len(case.facts.get("persons", ())) + 1))


def is_online(case: CaseView, actor: Actor) -> bool:
    """Tell whether somebody speaks with an account of one's own; what others say is taken down at the department."""
    return bool(_of_account(case, actor.user_id))


def speaks_for(case: CaseView, actor: Actor) -> tuple[int, ...]:
    """Return the places for which somebody speaks: with an account one's own, at the department whoever comes."""
    return _of_account(case, actor.user_id) or everybody(case)


def waiting(case: CaseView, places: Collection[int]) -> tuple[int, ...]:
    """Return those of ``places`` who have not said that it is all."""
    done = case.facts.get("said_all", ())
    return tuple(place for place in places if place not in done)


def all_said(case: CaseView, now: int) -> bool:
    """Tell whether everybody has said all once ``now`` has."""
    return not [place for place in waiting(case, everybody(case)) if place != now]


def names(case: CaseView, places: Collection[int]) -> tuple[str, ...]:
    """Return the names of liable persons; empty for the subject."""
    persons = case.facts.get("persons", ())
    return tuple(str(persons[place - 1]["name"]) if place else "" for place in places)


def speaker(case: CaseView, actor: Actor, name: str) -> int:
    """Return the place of who speaks: the one named, or the only one for whom the actor speaks.

    Raises:
        FieldErrors: the name is of nobody for whom the actor speaks.
    """
    places = speaks_for(case, actor)
    if not name and len(places) == 1:
        return places[0]
    known = dict(zip(names(case, places), places, strict=True))
    if name not in known:
        listed = "、".join(each for each in known if each)
        raise FieldErrors({"person": [N_("请选择陈述的责任人员：") + listed]})
    return known[name]


def unanswered(case: CaseView, points: Collection[Mapping[str, str]]) -> tuple[int, ...]:
    """Return the places of those who made a statement to which no point of the review answers."""
    said = dict.fromkeys(each.get("place", SUBJECT) for each in case.facts.get("statements", ()))
    answered = {str(row.get("person") or "").strip() for row in points}
    return tuple(place for place in said if names(case, (place,))[0] not in answered)


def is_liable(case: CaseView, actor: Actor) -> bool:
    """Tell whether a person is liable in the case or acts for one who is, and has been told so."""
    return actor.user_id in _speakers(case).values()


def own_voices(case: CaseView, actor: Actor) -> dict[str, list[str]]:
    """Return the names under which a reader outside may still speak; empty for the subject."""
    return {"speaks": list(names(case, waiting(case, _of_account(case, actor.user_id))))}


def _speakers(case: CaseView) -> dict[int, int]:
    """Return place → account of the liable persons who have one."""
    return {int(place): user_id for place, user_id in case.facts.get("speakers", {}).items()}


def _of_account(case: CaseView, user_id: int) -> tuple[int, ...]:
    own = (SUBJECT,) if case.applicant_id is not None and user_id == case.applicant_id else ()
    return (*own, *(place for place, who in _speakers(case).items() if who == user_id))
