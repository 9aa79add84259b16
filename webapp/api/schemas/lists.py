"""Lists (名单): what the public sees, the registers of staff, bans, and a subject's own listings."""

import marshmallow as ma

from webapp.api.schemas.base import Input, Output, Page, Words, days, query_id
from workflows.catalogue import library as catalogue
from workflows.domain.listing import DOMAINS, REGISTERS

_LIST = ma.validate.OneOf(tuple(catalogue.lists()))
_AFTER = {"description": "next of the page before."}
_WORDS = ma.validate.Length(max=120)


class PublishedQuery(Input):
    """Which part of the public register."""

    show = ma.fields.String(
        validate=ma.validate.OneOf(("listed", "left")),
        load_default="listed",
        metadata={"description": "Who stands on a list, or whose removal is announced."},
    )
    list_key = ma.fields.String(data_key="list", validate=_LIST)
    q = ma.fields.String(validate=_WORDS, metadata={"description": "Whole code, or beginning of a name."})
    after = ma.fields.String(metadata=_AFTER)


class Published(Output):
    """One line of the public register: six fields, nothing personal."""

    name = ma.fields.String(required=True, metadata={"description": "A natural person's is masked."})
    code = ma.fields.String(metadata={"description": "统一社会信用代码 of a legal person; empty for all others."})
    liable_as = Words()
    list_name = Words()
    reason = ma.fields.String()
    listed_on = days()
    organ = ma.fields.String()
    left_reason = Words()
    left_on = days()
    left_organ = ma.fields.String()


class PublishedPage(Page):
    """The public register, newest first."""

    items = ma.fields.List(ma.fields.Nested(Published), required=True)


class RegisterQuery(Input):
    """Which listings."""

    state = ma.fields.String(validate=ma.validate.OneOf(("listed", "left", "all")), load_default="listed")
    register = ma.fields.String(validate=ma.validate.OneOf(tuple(REGISTERS)))
    domain = ma.fields.String(validate=ma.validate.OneOf(tuple(DOMAINS)))
    list_key = ma.fields.String(data_key="list", validate=_LIST)
    organ_id = query_id()
    until = ma.fields.Date(metadata={"description": "Last day no later than this."})
    q = ma.fields.String(validate=_WORDS, metadata={"description": "Whole code, or beginning of a name."})
    after = ma.fields.String(metadata=_AFTER)


class Listing(Output):
    """One listing; a natural person's name is masked for everybody but those who act for it."""

    id = ma.fields.Integer(required=True)
    subject_id = ma.fields.Integer()
    subject_name = ma.fields.String(required=True)
    list_key = ma.fields.String(data_key="list")
    list_name = Words()
    register = ma.fields.String(metadata={"description": "serious or watch"})
    domain = ma.fields.String()
    organ_name = ma.fields.String()
    number = ma.fields.String()
    reason = ma.fields.String()
    liable_as = Words()
    listed_on = days()
    repairable_on = days(metadata={"description": "First day on which removal by repair can be asked for."})
    until_on = days()
    public = ma.fields.Boolean()
    state = ma.fields.String(metadata={"description": "listed or left"})
    left_on = days()
    left_reason = Words()
    left_number = ma.fields.String()


class Listings(Page):
    """Listings, newest first."""

    items = ma.fields.List(ma.fields.Nested(Listing), required=True)


class Measure(Output):
    """One measure on a listing, and the receipt of its department."""

    measure = ma.fields.String(required=True)
    name = Words()
    organ_name = ma.fields.String()
    from_on = days()
    until_on = days()
    state = ma.fields.String()
    state_words = Words()
    executed_on = days()
    lifted_on = days()
    note = ma.fields.String(allow_none=True, metadata={"description": "Staff only."})


class Ban(Output):
    """One exclusion from a market or trade."""

    id = ma.fields.Integer(required=True)
    subject_name = ma.fields.String()
    scope = ma.fields.String()
    basis = ma.fields.String()
    from_on = days()
    until_on = days(metadata={"description": "null: for ever."})
    lifted_on = days()
    organ_name = ma.fields.String()


class Person(Output):
    """A liable person listed with an entity."""

    id = ma.fields.Integer(required=True, metadata={"description": "Of the person's own listing."})
    name = ma.fields.String()
    liable_as = Words()
    state = ma.fields.String()


class ListingCase(Output):
    """A case that entered or ends a listing."""

    process = ma.fields.String(required=True)
    number = ma.fields.String(required=True)
    case_id = ma.fields.Integer(allow_none=True, metadata={"description": "null where the caller may not see it."})


class ListingBasis(Output):
    """The document on which a listing stands."""

    kind = ma.fields.String()
    number = ma.fields.String()
    effective_on = ma.fields.String()


class OneListing(Listing):
    """One listing with everything that hangs on it."""

    basis = ma.fields.Nested(ListingBasis)
    entity_id = ma.fields.Integer(allow_none=True, attribute="of_listing_id")
    domains = ma.fields.Integer(metadata={"description": "Domains in which the subject stands on a serious list."})
    persons = ma.fields.List(ma.fields.Nested(Person))
    measures = ma.fields.List(ma.fields.Nested(Measure))
    bans = ma.fields.List(ma.fields.Nested(Ban))
    cases = ma.fields.List(ma.fields.Nested(ListingCase))
    exit_number = ma.fields.String(metadata={"description": "Number of the open case of removal; empty where none."})
    may_propose = ma.fields.Boolean()


class OwnListing(Listing):
    """A listing of the caller's own subject."""

    measures = ma.fields.List(ma.fields.Nested(Measure))
    exit_number = ma.fields.String(metadata={"description": "Number of the open case of removal; empty where none."})
    may_apply = ma.fields.Boolean(metadata={"description": "POST /cases with process blacklist_exit is taken."})


class OwnListings(Output):
    """The caller's own listings, those that stand first."""

    items = ma.fields.List(ma.fields.Nested(OwnListing), required=True)


class BanQuery(Input):
    """Which bans."""

    show = ma.fields.String(validate=ma.validate.OneOf(("current", "all")), load_default="current")
    q = ma.fields.String(validate=_WORDS)
    before = query_id(metadata=_AFTER)


class Bans(Page):
    """Bans, newest first; next is given back as before."""

    items = ma.fields.List(ma.fields.Nested(Ban), required=True)
