"""Says before a step is submitted what will happen and whom it reaches."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from webapp.i18n import say
from webapp.tasks.worktable import Worktable, suit
from workflows.domain.access import ROLE_NAMES, Role
from workflows.domain.process_type import LetterType
from workflows.domain.words import N_
from workflows.processes.objection.words import SUPPLEMENT

_RECIPIENTS: Mapping[str, str] = {
    "provider": N_("信息提供单位"),
    "executors": N_("惩戒部门"),
    "persons": N_("责任人员"),
    "internal": N_("本单位存档"),
}


def consequences(table: Worktable) -> list[str]:
    """Return what follows from submitting the step, line by line, in the reader's language."""
    final = {letter.kind for letter in table.case.letters if letter.downloadable}
    ahead = [letter for letter in table.letters if letter.code not in final]
    own = [letter for letter in ahead if letter.signer is table.kind.role]
    others = [letter for letter in ahead if letter.signer not in (None, table.kind.role)]
    signing = hasattr(table.kind.form, "decision")
    to_centre = table.kind.role is Role.PROVIDER
    told = [_signs(letter, signing, table.case.view.party, to_centre=to_centre) for letter in own]
    if signing and others and not own:
        signer, titles = say(ROLE_NAMES[others[0].signer or Role.HEAD]), _titles(others)
        told.append(_("同意：报%(signer)s审批，由其签发%(titles)s。", signer=signer, titles=titles))
    offered = _offered(table)
    otherwise = getattr(table.kind.form, "on_return", "")
    if signing and otherwise:
        told += [say(otherwise)] if "return" in offered else []
    elif signing and "audit" in offered:
        told.append(_("退回：给经办人的，文稿作废、重新拟制；给审核岗的，文稿保留、重新审核。您写的理由会显示给对方。"))
    elif signing:
        told.append(_("退回：文稿作废，回到经办人修改，您写的理由会显示给经办人。"))
    elif others:
        told.append(_drafts(others, choosing=len(offered) > 1))
    if offered & {SUPPLEMENT, "provider"}:
        told.append(_("退回信息提供单位补充核查：文稿作废，对方会看到您写的内容；各项时限不变。"))
    made = [] if signing else [letter for letter in ahead if letter.signer is None]
    if len(made) == 1:
        told.append(_("出具《%(title)s》。", title=say(made[0].title)))
    elif made:
        told.append(_("按填写的内容，出具%(titles)s中相应的文书。", titles=_titles(made)))
    told.append(_("办理人、时间和内容记入办件记录，不能更改。"))
    return told


def _offered(table: Worktable) -> set[str]:
    """Return the ways that the step offers in this case besides going on."""
    form = suit(table.kind.form(), table)
    fields = (form[name] for name in ("return_to", "conclusion", "decision", "outcome") if name in form)
    return {value for field in fields for value, *_words in field.choices}


def _signs(letter: LetterType, signing: bool, party: str, *, to_centre: bool) -> str:
    title, to = say(letter.title), say({**_RECIPIENTS, "applicant": party}.get(letter.recipient, letter.recipient))
    if signing:
        return str(_("同意：签发《%(title)s》并编发文号，发给%(to)s；签发后不能修改。", title=title, to=to))
    if to_centre:
        return str(_("签发《%(title)s》并编发文号，发给信用中心；签发后不能修改。", title=title))
    return str(_("签发《%(title)s》并编发文号，发给%(to)s；签发后不能修改。", title=title, to=to))


def _drafts(letters: Sequence[LetterType], *, choosing: bool) -> str:
    signer = say(ROLE_NAMES[letters[0].signer or Role.AUDITOR])
    titles = _titles(letters)
    if len(letters) == 1 and choosing:
        return str(_("按结论须出具%(titles)s的，拟制后由%(signer)s签发。", titles=titles, signer=signer))
    if len(letters) == 1:
        return str(_("拟制%(titles)s，由%(signer)s签发。", titles=titles, signer=signer))
    return str(_("按结论拟制%(titles)s之一，由%(signer)s签发。", titles=titles, signer=signer))


def _titles(letters: Sequence[LetterType]) -> str:
    return str(_("、")).join(f"《{say(letter.title)}》" for letter in letters)
