"""The API under /api/v1: the same operations, law and access rules as the pages, for programs with a bearer token."""

from flask import Request

#: Where every address of this version begins. No cookie is read there.
PREFIX = "/api/v1"


def is_api(request: Request) -> bool:
    """Tell whether a request is one to the API."""
    return request.path.startswith(f"{PREFIX}/")
