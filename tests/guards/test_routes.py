"""Every route says who may call it, and looking at a page never changes anything."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from flask import Flask

from tests.support.shared import ROOT
from webapp import create_app, settings
from webapp.access import Rule, rules_of

#: The only routes that a stranger may call besides those that say so; static files hold no data.
_FILES = {"static"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application; no route is called, so no database is needed."""
    folder = tmp_path_factory.mktemp("routes")
    return create_app(settings.read({"CREDITCASE_ENV": "test", "CREDITCASE_DATA": str(folder)}))


def test_every_route_has_an_access_rule(app: Flask) -> None:
    without = [rule.rule for rule in app.url_map.iter_rules() if not rules_of(app.view_functions[rule.endpoint])]
    assert [path for path in without if not path.startswith("/static/")] == []


def test_a_route_without_a_rule_is_refused(app: Flask) -> None:
    from webapp.access import admits
    from workflows.domain.access import Actor

    assert not admits((), None)
    assert not admits((), Actor(user_id=1, name="x"))


def test_the_public_routes_are_the_ones_we_know(app: Flask) -> None:
    public = {
        rule.endpoint.split(".")[0]
        for rule in app.url_map.iter_rules()
        if Rule.PUBLIC in rules_of(app.view_functions[rule.endpoint])
    }
    own = {"account", "api", "api_docs", "auth", "feed", "files", "health", "home", "progress", "letters"}
    assert public <= own | {"checker", "commitments", "lists", "verify"}


def statements_outside_posts(view: ast.FunctionDef) -> list[ast.stmt]:
    """Return what a view does when it is only looked at: everything but the branches for a form that was sent."""
    found: list[ast.stmt] = []

    def walk(body: list[ast.stmt]) -> None:
        for statement in body:
            asks = ast.unparse(statement.test) if isinstance(statement, ast.If) else ""
            if isinstance(statement, ast.If) and re.fullmatch(r"request.method == 'GET'|not sent\(request\)", asks):
                walk(statement.body)
                if isinstance(statement.body[-1], ast.Return):
                    return
            elif isinstance(statement, ast.If) and re.search(r"(?<!not )sent\(|== 'POST'", asks):
                walk(statement.orelse)
            elif isinstance(statement, ast.If):
                walk([*statement.body, *statement.orelse])
            elif isinstance(statement, ast.With | ast.For):
                walk(statement.body)
            else:
                found.append(statement)

    walk(view.body)
    return found


def _writes(module: ast.Module, function: ast.FunctionDef) -> bool:
    """Tell whether a function opens a unit of work itself or through the private functions of its module."""
    private = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef) and node.name[0] == "_"}
    seen, left = set(), [function]
    while left:
        text = ast.unparse(left.pop())
        if "database.act()" in text:
            return True
        for name, node in private.items():
            if name not in seen and re.search(rf"\b{name}\(", text):
                seen.add(name)
                left.append(node)
    return False


def operations_that_write() -> set[str]:
    """Return the names of all functions of operations whose module opens a unit of work."""
    names: set[str] = set()
    for file in (ROOT / "workflows" / "operations").glob("*.py"):
        module = ast.parse(file.read_text("utf-8"))
        for node in module.body:
            public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if public and _writes(module, node):
                names.add(node.name)
    return names


#: Notes that a session is used, as every request does; it is no act of the office.
_MAY_BE_LOOKED_AT = {"session_of"}


def test_looking_never_changes_anything(app: Flask) -> None:
    writing = operations_that_write() - _MAY_BE_LOOKED_AT
    assert {"claim", "bind_pack", "sign_out"} & writing, "the guard knows what writes"
    found: list[str] = []
    for rule in app.url_map.iter_rules():
        view = inspect.unwrap(app.view_functions[rule.endpoint])
        if "GET" not in (rule.methods or ()) or rule.endpoint in _FILES:
            continue
        file = Path(inspect.getsourcefile(view) or "")
        if ROOT / "webapp" not in file.parents:
            continue
        source = ast.parse(inspect.getsource(view)).body[0]
        assert isinstance(source, ast.FunctionDef)
        for statement in statements_outside_posts(source):
            called = {
                node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                for node in ast.walk(statement)
                if isinstance(node, ast.Call)
            }
            found += [f"{rule.rule}: {name}" for name in sorted(called & (writing | {"act", "commit"}))]
    assert found == []


def test_templates_translate_literal_words_only() -> None:
    """``_`` of data would mark it as safe HTML; the filter ``say`` does not."""
    templates = (ROOT / "webapp" / "templates").rglob("*.html")
    wrong = {
        str(file.relative_to(ROOT)): found
        for file in templates
        if (found := re.findall(r"(?<![\w.])(?:_|gettext)\((?!\s*['\"])[^)]*\)", file.read_text("utf-8")))
    }
    assert wrong == {}


def test_templates_hold_no_inline_script_or_style_and_trust_no_text() -> None:
    """The content security policy would block the first two; ``safe`` would let an applicant's text become markup."""
    wrong: dict[str, list[str]] = {}
    for file in (ROOT / "webapp" / "templates").rglob("*.html"):
        text = file.read_text("utf-8")
        html = re.sub(r"\{[{%#].*?[}%#]\}", "x", text, flags=re.DOTALL)
        found = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=", html)
        found += re.findall(r"\|\s*safe\b|autoescape\s+false|\bMarkup\(", text)
        if found:
            wrong[str(file.relative_to(ROOT))] = found
    assert wrong == {}


def test_the_guard_tells_looking_from_sending() -> None:
    source = """
def view():
    a()
    if sent(request) and form.validate():
        b()
    with office.read():
        c()
    if request.method == 'GET':
        return d()
    e()
"""
    view = ast.parse(source).body[0]
    assert isinstance(view, ast.FunctionDef)
    assert [ast.unparse(each) for each in statements_outside_posts(view)] == ["a()", "c()", "return d()"]
