"""Reads who calls the API from the bearer token (RFC 6750), and from nothing else."""

from flask import Request
from flask_limiter.util import get_remote_address
from flask_login import UserMixin, current_user

from webapp.context import current_office
from workflows.domain.errors import NotAllowed, OfficeError
from workflows.domain.words import N_
from workflows.operations.issue_token import Scope
from workflows.operations.token_actor import TokenHolder, token_actor

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class TokenRefused(OfficeError):
    """The token is unknown, revoked or expired, or its account is closed; which of them is not said."""

    message = N_("令牌无效、已撤销或已过期，请在“接口令牌”页面新建。")
    status = 401


class ScopeTooNarrow(NotAllowed):
    """A token that may only read was used to act."""

    message = N_("此令牌只能查询，不能办理。")


class ApiUser(UserMixin):
    """The caller as Flask-Login passes people around."""

    def __init__(self, holder: TokenHolder) -> None:
        self.actor = holder.actor
        self.login = holder.login
        self.scope = holder.scope
        self.digest = holder.digest

    def get_id(self) -> str:
        """Return the account's id as text."""
        return str(self.actor.user_id)


def caller(request: Request) -> ApiUser | None:
    """Return who calls; None where no token came.

    Raises:
        TokenRefused: a token came that opens nothing, or credentials of another kind.
    """
    if "Authorization" not in request.headers:
        return None
    sent = request.authorization
    token = sent.token if sent is not None and sent.type == "bearer" else None
    holder = token_actor(current_office(), token) if token and len(token) <= 200 else None
    if holder is None:
        raise TokenRefused()
    return ApiUser(holder)


def require_scope(method: str) -> None:
    """Raise ScopeTooNarrow where the caller's token may only read and ``method`` changes something."""
    if method not in _SAFE and current_user.scope is not Scope.ACT:
        raise ScopeTooNarrow()


def token_key() -> str:
    """Return under which key requests are counted: a token's, or the address of who sends none."""
    return str(current_user.digest) if current_user and current_user.is_authenticated else get_remote_address()
