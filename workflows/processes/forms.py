"""Fields that the forms of several process types share. Forms check what was typed; law is in rules.py."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import Form, IntegerField, RadioField, SelectField, SelectMultipleField, TextAreaField, widgets
from wtforms.validators import InputRequired, Length, StopValidation, ValidationError

from workflows.domain.words import N_

#: Rows that one grid may have.
GRID_LIMIT = 20
#: Longest free text, in characters: about six printed pages.
TEXT_LIMIT = 4000


def required(message: str = N_("请填写此项。")) -> list[Any]:
    """Validators of a field that must be filled with something other than blanks."""
    return [InputRequired(message), not_blank(message)]


def not_blank(message: str) -> Any:
    """Refuse text that consists of blanks only (full-width ones too)."""

    def check(_form: Form, field: Any) -> None:
        if isinstance(field.data, str) and not field.data.strip():
            raise StopValidation(message)

    return check


def text_length(limit: int = TEXT_LIMIT) -> Length:
    """Refuse text longer than ``limit`` characters."""
    return Length(max=limit, message=N_("内容过长，请精简（最多 %(max)d 字）。"))


def plausible_day(_form: Form, field: Any) -> None:
    """Refuse a day whose year is a slip of the finger; no instant could be computed from the outermost ones."""
    if isinstance(field.data, date) and not 2000 <= field.data.year <= 2099:
        raise StopValidation(N_("请核对年份。"))


class Number(IntegerField):
    """A whole number of at most nine digits; with more, the validators could not compare it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; one that is too long is refused as words are."""
        super().process_formdata(["" if len(each.strip()) > 9 else each for each in valuelist])


class Text(TextAreaField):
    """Free text of several lines, with its limit.

    Args:
        must: whether it may not be empty.
        bound: what WTForms itself gives when it binds the field to a form.
    """

    def __init__(self, label: str, *, must: bool = False, description: str = "", rows: int = 4, **bound: Any) -> None:
        # Not Optional(): it would end the chain before a form's own check, such as that a return needs its reasons.
        validators = [*(required() if must else []), text_length()]
        super().__init__(label, validators=validators, description=description, render_kw={"rows": rows}, **bound)


class Choice(RadioField):
    """One of several answers; a value that is not offered is refused in plain words.

    Args:
        open_ended: whether it may stay unanswered, where another answer has no use for it.
        bound: what WTForms itself takes.
    """

    def __init__(self, *args: Any, open_ended: bool = False, **bound: Any) -> None:
        super().__init__(*args, **bound)
        self._open_ended = open_ended

    def pre_validate(self, form: Form) -> None:
        """Refuse a value that is not offered."""
        if self._open_ended and not self.data:
            return
        if self.data not in {value for value, *_ in self.iter_choices()}:
            raise ValidationError(N_("请选择其中一项。"))


class Pick(SelectField):
    """One of several answers in a cell of a table, as a list that opens."""

    def pre_validate(self, form: Form) -> None:
        """Refuse a value that is not offered."""
        if self.data not in {value for value, *_ in self.iter_choices()}:
            raise ValidationError(N_("请选择其中一项。"))


class Given(SelectField):
    """What a row of the form asks about: a key that nobody types, shown in its words."""

    @property
    def words(self) -> str:
        """The words of the key; the key itself where it has none."""
        return next((words for key, words, *_ in self.iter_choices() if key == self.data), str(self.data or ""))

    def pre_validate(self, form: Form) -> None:
        """Refuse a key that is not among those asked about."""
        if self.data not in {value for value, *_ in self.iter_choices()}:
            raise ValidationError(N_("请选择其中一项。"))


class Choices(SelectMultipleField):
    """Any number of several answers, as tick boxes."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def pre_validate(self, form: Form) -> None:
        """Refuse values that are not offered."""
        offered = {value for value, *_ in self.iter_choices()}
        if any(value not in offered for value in self.data or ()):
            raise ValidationError(N_("请选择所列的选项。"))


def recusal(words: str = N_("与当事人及本案无利害关系")) -> Choice:
    """Return the field 回避确认; a person with an interest in the matter must step back.

    Args:
        words: what a person without one declares.
    """
    choices = [("yes", words), ("no", N_("有利害关系，应当回避"))]
    return Choice(N_("回避确认"), choices=choices, validators=[_must_step_back])


def _must_step_back(_form: Form, field: Any) -> None:
    if field.data == "no":
        raise ValidationError(N_("有利害关系的应当回避，请转由其他人员办理。"))


class SignForm(Form):
    """Approve and sign, or send back with reasons."""

    #: What the two answers are called at this step, on its form and ever after.
    said: Mapping[str, str] = {"approve": N_("同意并签发"), "return": N_("退回修改")}
    #: What follows from a return, where it does not go back to whoever drafted it.
    on_return: str = ""

    decision = Choice(N_("审核意见"), choices=[], validators=[])
    opinion = Text(N_("意见"), description=N_("退回时必须写明理由。"))
    no_conflict = recusal()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.decision.choices = list(self.said.items())

    def validate_opinion(self, field: Any) -> None:
        """A return needs its reasons."""
        if self.decision.data == "return" and not (field.data or "").strip():
            raise ValidationError(N_("退回时请写明理由。"))


class AgreeForm(SignForm):
    """Agree, or send back with reasons: nothing is signed at this step."""

    said: Mapping[str, str] = {"approve": N_("同意"), "return": N_("退回修改")}


class PassOnForm(SignForm):
    """Agree and put it up to the head, or send back with reasons."""

    said: Mapping[str, str] = {"approve": N_("同意，报负责人审批"), "return": N_("退回修改")}


class LegalForm(SignForm):
    """法制审核: passed, or sent back with reasons; who examines the law signs no decision."""

    said: Mapping[str, str] = {"approve": N_("审核通过"), "return": N_("退回修改")}


class SuperviseForm(Form):
    """督办: what the supervisor does about a breach."""

    measure = Text(N_("督办措施"), must=True)
    cause = Text(N_("原因分析"))
