"""The letter beside the form: how it reads with what is typed so far. It fills as one types, or by a button."""

from dataclasses import dataclass

from flask import Request
from wtforms import Form

from notifications.render import to_text
from webapp.context import current_actor, current_office
from webapp.forms import validated
from webapp.i18n import say
from webapp.tasks.prefill import chosen
from workflows.domain.errors import OfficeError
from workflows.domain.words import N_
from workflows.operations.preview_step import preview_step

#: Name of the button that asks for the letter and completes nothing.
PREVIEW = "_preview"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter as it would read."""

    title: str
    #: A line each paragraph or table row, cells between tabs.
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """The letters of a step, or why there is none yet."""

    letters: tuple[Letter, ...] = ()
    #: In the reader's language.
    waits: str = ""


def asked(source: Request) -> bool:
    """Tell whether the letter was asked for and not the step completed."""
    return source.method == "POST" and PREVIEW in source.form


def preview(form: Form, task_id: int) -> Preview:
    """Return the letters with what is typed; what is still missing is said, and is no error yet."""
    if not form.validate():
        return Preview(waits=say(N_("必填内容填写完整后，这里显示文书全文。")))
    try:
        made = preview_step(current_office(), current_actor(), task_id, chosen(validated(form)))
    except OfficeError as error:
        return Preview(waits=say(error.message, error.params))
    if not made:
        return Preview(waits=say(N_("按目前填写的内容，本环节不产生文书。")))
    letters = (
        Letter(title=say(kind.title), lines=tuple(line for line in to_text(data).splitlines() if line.strip()))
        for kind, data in made
    )
    return Preview(letters=tuple(letters))
