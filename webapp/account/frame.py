"""The blueprint that the pages of this noun share."""

from flask import Blueprint

blueprint = Blueprint("account", __name__)
