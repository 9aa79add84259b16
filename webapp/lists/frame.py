"""The blueprint that the pages of this noun share."""

from flask import Blueprint

blueprint = Blueprint("lists", __name__)
