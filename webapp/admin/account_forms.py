"""Forms of accounts and organisations."""

from collections.abc import Mapping
from typing import Any

from wtforms import FieldList, Form, FormField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from webapp.context import current_office
from webapp.i18n import say
from workflows.domain.access import ROLE_NAMES, Role
from workflows.domain.words import N_
from workflows.operations.keep_organisation import KIND_NAMES
from workflows.operations.keep_user import FITTING
from workflows.processes.forms import Text, required, text_length
from workflows.store import people

#: Posts that one person may hold.
POSTS_LIMIT = 20


class Pick(SelectField):
    """One of several answers from a list that opens; a value that is not offered is refused in plain words."""

    def __call__(self, **attributes: Any) -> Any:
        """Show the list with the arrow that says that it opens."""
        shown = str(attributes.get("class", "")).replace("form-control", "form-select")
        return super().__call__(**{**attributes, "class": shown})

    def pre_validate(self, form: Form) -> None:
        """Refuse a value that is not offered."""
        if self.data not in {value for value, *_ in self.iter_choices()}:
            raise ValidationError(N_("请选择其中一项。"))


def organisation_choices() -> list[tuple[str, str]]:
    """Return every organisation after a blank line."""
    with current_office().database.read() as connection:
        return [("", "—"), *((str(row.id), row.name) for row in people.organisations(connection))]


def jurisdiction_choices() -> list[tuple[str, str]]:
    """Return the jurisdictions for which there are rules, after a blank line."""
    places = {pack.jurisdiction: pack.place for pack in current_office().packs.values()}
    return [("", "—"), *sorted(places.items(), key=lambda each: each[1])]


def _role_choices() -> list[tuple[str, str]]:
    return [("", "—"), *((str(role), say(ROLE_NAMES[role])) for role in FITTING)]


class PostForm(Form):
    """One post: a role in an organisation."""

    role = Pick(N_("岗位"), choices=_role_choices)
    org = Pick(N_("单位"), choices=organisation_choices)

    def validate_role(self, field: Any) -> None:
        """Both halves belong together."""
        if not field.data:
            raise ValidationError(N_("请选择岗位。"))

    def validate_org(self, field: Any) -> None:
        """Both halves belong together."""
        if not field.data:
            raise ValidationError(N_("请选择单位。"))


class UserForm(Form):
    """An account without its login: who it is and in which posts."""

    name = StringField(N_("姓名"), validators=[*required(), text_length(80)], render_kw={"autocomplete": "off"})
    email = StringField(
        N_("电子邮箱"),
        validators=[text_length(254)],
        description=N_("通知和重置密码的链接会发到这里。"),
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    phone = StringField(
        N_("联系电话"), validators=[text_length(40)], render_kw={"autocomplete": "off", "inputmode": "tel"}
    )
    posts = FieldList(
        FormField(PostForm),
        N_("岗位"),
        max_entries=POSTS_LIMIT,
        description=N_("没有岗位的账号按申请人对待。"),
    )


class NewUserForm(UserForm):
    """A new account."""

    login = StringField(
        N_("用户名"),
        validators=[InputRequired(N_("请填写用户名。")), text_length(40)],
        description=N_("登录时使用，之后不能修改。3 至 40 个小写字母、数字、点、横线或下划线。"),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


def posts_of(form: UserForm) -> set[tuple[Role, int]]:
    """Return the posts that a valid form names."""
    return {(Role(row["role"]), int(row["org"])) for row in form.posts.data}


def post_rows(rows: Any) -> list[Mapping[str, str]]:
    """Return stored posts as the grid shows them."""
    return [{"role": row.role, "org": str(row.org_id)} for row in rows]


def _line(label: str, limit: int, description: str = "", *, must: bool = False) -> StringField:
    checks = [*(required() if must else []), text_length(limit)]
    return StringField(label, validators=checks, description=description, render_kw={"autocomplete": "off"})


class OrganisationForm(Form):
    """An organisation with everything that letters and numbers take from it."""

    name = _line(N_("名称"), 120, N_("全称，用于文书和通知。"), must=True)
    kind = Pick(N_("性质"), choices=lambda: [(key, say(words)) for key, words in KIND_NAMES.items()])
    parent = Pick(N_("上级单位"), choices=organisation_choices)
    letter_word = _line(N_("机关代字"), 20, N_("用于文号，例如“示信用”。信用中心必填。"))
    case_word = _line(N_("办件编号字头"), 10, N_("大写字母或数字，例如“SL”，各单位不能相同。信用中心必填。"))
    jurisdiction = Pick(N_("辖区"), choices=jurisdiction_choices)
    address = _line(N_("地址"), 200)
    postcode = _line(N_("邮政编码"), 6)
    phone = _line(N_("联系电话"), 40)
    contact_post = _line(N_("联系岗位"), 60, N_("写岗位名称，不写个人姓名。"))
    email = _line(N_("电子邮箱"), 254)
    review_body = _line(N_("复议机关"), 120, N_("印在文书的救济途径中。"))
    court = _line(N_("管辖法院"), 120, N_("印在文书的救济途径中。"))
    rules_text = Text(N_("本单位的异议处理办法"), description=N_("办理该单位信息的异议时，显示给经办人员。"), rows=6)
