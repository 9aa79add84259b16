"""What a reader sees when something is refused or breaks: plain words, the right status, and what to do next."""

import errno
import secrets
from typing import Any

import structlog
from flask import Flask, current_app, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from webapp.api import is_api
from webapp.api.problems import problem
from webapp.context import NotSignedIn
from webapp.denied import note_denied
from webapp.i18n import say
from webapp.security import wants_json
from workflows.domain.errors import FieldErrors, Hidden, NotAllowed, NotFound, OfficeError
from workflows.domain.words import N_

_log = structlog.get_logger(__name__)

#: Status → heading and what to do next.
PAGES: dict[int, tuple[str, str]] = {
    400: (N_("请求不完整"), N_("页面可能已经过期。请返回上一页，刷新后重新提交。")),
    401: (N_("请先登录"), N_("登录后会回到您要去的页面。")),
    403: (N_("您的岗位不能查看或办理此项"), N_("如工作需要，请联系本单位管理员调整岗位。")),
    404: (N_("没有找到这个页面"), N_("地址可能有误，或者您无权查看。请从首页或待办清单重新进入。")),
    405: (N_("不能这样访问"), N_("请从页面上的按钮进入，不要直接打开这个地址。")),
    409: (N_("办件已有变化"), N_("请返回办件页面，核对最新内容后再办理。")),
    410: (N_("链接已失效"), N_("请在登录页点“忘记密码”，重新申请链接。")),
    413: (N_("上传的内容过大"), N_("单个文件不超过 20 MB。请压缩或分次上传。")),
    422: (N_("内容需要修改"), N_("请返回上一页，按提示修改后重新提交。")),
    429: (N_("操作过于频繁"), N_("请一分钟后再试。")),
    500: (
        N_("系统出错了"),
        N_("您的操作没有完成，也没有留下一半的结果。请稍后再试；仍不成功，请把下面的编号告诉管理员。"),
    ),
    507: (N_("存储空间不足"), N_("本次操作没有执行，没有留下一半的结果。请联系管理员清理空间后再试。")),
    503: (N_("系统繁忙"), N_("本次操作没有执行。请稍等片刻，再试一次。")),
}


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(OfficeError, _office_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _broken)


def _office_error(error: OfficeError) -> Any:
    if isinstance(error, Hidden | NotAllowed):
        note_denied()
    if isinstance(error, NotSignedIn) and not wants_json():
        return redirect(url_for("auth.sign_in"))
    params = {name: _plain(value) for name, value in error.params.items()}
    details: dict[str, Any] = {"retry": error.retry, "params": params}
    if error.status >= 500:
        details["number"] = secrets.token_hex(4)
        _log.error(
            "office_error", number=details["number"], code=error.code, path=request.path, message=str(error),
            cause=repr(error.__cause__),
        )
    if isinstance(error, FieldErrors):
        details["fields"] = {name: [say(each) for each in found] for name, found in error.errors.items()}
    # The log knows the difference; an answer that names it would tell that the thing exists.
    code = NotFound.__name__ if isinstance(error, Hidden) else error.code
    return _answer(error.status, code, say(error.message, error.params), details)


def _plain(value: object) -> object:
    """Return a value of a message as JSON can hold it, words in the reader's language."""
    return value if isinstance(value, int | float) else say(value)


def _http_error(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:
        return error
    answer = _answer(status, error.name.replace(" ", ""), "", {})
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _broken(error: Exception) -> Any:
    number = secrets.token_hex(4)
    _log.exception("broken", number=number, path=request.path, method=request.method)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        # An upload is buffered in the machine's temporary folder before any view sees it.
        return _answer(507, "StorageFull", "", {"number": number})
    return _answer(500, "InternalError", "", {"number": number})


def _answer(status: int, code: str, message: str, details: dict[str, Any]) -> Any:
    title, advice = PAGES.get(status) or PAGES[500 if status >= 500 else 400]
    if is_api(request):
        return problem(status, code, say(title), message, details)
    if wants_json():
        answer = jsonify(error=code, message=message or say(title), **details)
    else:
        values = {"status": status, "heading": title, "message": message, "advice": advice, **details}
        answer = make_response(_page(values))
    answer.status_code = status
    return answer


def _page(values: dict[str, Any]) -> str:
    try:
        return render_template("errors/page.html", **values)
    except Exception:
        # The frame of a page asks the database and the address; where these are what broke, a plain page still answers.
        _log.exception("error_page_plain", path=request.path)
        return current_app.jinja_env.get_template("errors/plain.html").render(values)
