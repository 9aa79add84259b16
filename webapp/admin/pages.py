"""The blueprint of the administrator's pages, shared by the files that hold them."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/admin")
