"""Phrases that several letters share, and the full-width marks of official Chinese."""

import re

from notifications.letter_words import all_full_width

_CODE = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})")


def official(text: str) -> str:
    """Chinese of a template with full-width marks (GB/T 15834); placeholders and statements stay as they are."""
    return "".join(piece if _CODE.fullmatch(piece) else all_full_width(piece) for piece in _CODE.split(text))


#: A date that the office promises or sets; provisional while the State Council's schedule is not out.
DUE = "{{ due.date_cn }}{% if due.provisional %}(暂定,以国务院办公厅公布的节假日安排为准){% endif %}"
#: The record in question, in one phrase.
RECORD = (
    "{{ record.title }}(类别:{{ record.category }}{% if record.decision_number %},文号:{{ record.decision_number }}"
    "{% endif %}{% if record.decided_on %},作出日期:{{ record.decided_on }}{% endif %})"
)
#: The subject, in one phrase; never a full identity number.
SUBJECT = "{{ subject.name }}({{ subject.code_type }}:{{ subject.code_masked }})"
BASIS = "{% if basis %}依据{{ basis|cn|join('、') }},{% endif %}"
#: The articles as a sentence of their own; where none is given the gap is plain to whoever would sign.
GROUNDS = "{% if basis %}{{ basis|cn|join('\uff1b') }}。{% else %}(未载明){% endif %}"
FREE = "本项服务不收取任何费用。"


def ticks(choices: str, columns: int) -> list[str]:
    """Paragraphs of tick boxes for a list of ``{label, ticked}``, so many to a line."""
    return [
        "{%p for line in " + choices + "|batch(" + str(columns) + ") %}",
        "{% for choice in line %}{% if choice.ticked %}☑{% else %}□{% endif %}{{ choice.label }}"
        "{% if not loop.last %}\t{% endif %}{% endfor %}",
        "{%p endfor %}",
    ]


def tick(flag: str, label: str) -> str:
    """One tick box for a yes/no value."""
    return "{% if " + flag + " %}☑{% else %}□{% endif %}" + label
