"""Organisations, users, their posts and their sessions."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from workflows.domain.access import Actor, Role
from workflows.store.tables import organisation, pack_binding, representation, subject, user, user_role, user_session

_BY_IDS = select(organisation).where(organisation.c.id.in_(bindparam("ids", expanding=True)))
_HOLDERS = (
    select(
        user.c.id, user.c.name, user.c.email, user.c.phone, user.c.notice_choices, user_role.c.role, user_role.c.org_id
    )
    .join(user_role, user_role.c.user_id == user.c.id)
    .where(
        user_role.c.org_id.in_(bindparam("org_ids", expanding=True)),
        user_role.c.role.in_(bindparam("roles", expanding=True)),
        user.c.active,
    )
    .order_by(user.c.id)
)


_BY_ID = select(organisation).where(organisation.c.id == bindparam("org_id"))
_ACTS_FOR = (
    select(representation.c.user_id)
    .join(user, user.c.id == representation.c.user_id)
    .where(representation.c.subject_id == bindparam("subject_id"), user.c.active)
    .order_by(representation.c.verified_at.desc(), representation.c.user_id)
    .limit(1)
)
_ACT_FOR_PERSONS = (
    select(subject.c.code, representation.c.user_id)
    .join(subject, subject.c.id == representation.c.subject_id)
    .join(user, user.c.id == representation.c.user_id)
    .where(
        subject.c.code_type == "resident_id", subject.c.code.in_(bindparam("codes", expanding=True)), user.c.active
    )
    .order_by(representation.c.verified_at, representation.c.user_id.desc())
)
_BOUND_PACKS = (
    select(pack_binding.c.pack)
    .where(
        pack_binding.c.org_id == bindparam("org_id"),
        pack_binding.c.bound_on <= bindparam("on"),
        pack_binding.c.unbound_on.is_(None) | (pack_binding.c.unbound_on > bindparam("on")),
    )
    .order_by(pack_binding.c.id)
)


def organisation_by_id(connection: Connection, org_id: int) -> Any:
    """Read one organisation."""
    return connection.execute(_BY_ID, {"org_id": org_id}).one_or_none()


def organisations_by_ids(connection: Connection, org_ids: Sequence[int]) -> Sequence[Any]:
    """Read several organisations at once."""
    return connection.execute(_BY_IDS, {"ids": org_ids}).all()


def organisation_by_name(connection: Connection, name: str) -> Any:
    """Read one organisation by its name."""
    return connection.execute(select(organisation).where(organisation.c.name == name)).one_or_none()


def organisations(connection: Connection, kind: str | None = None) -> Sequence[Any]:
    """Return organisations (of one kind), in the order of their ids."""
    query = select(organisation).order_by(organisation.c.id)
    return connection.execute(query if kind is None else query.where(organisation.c.kind == kind)).all()


def add_organisation(connection: Connection, values: Mapping[str, Any]) -> int:
    """Insert an organisation and return its id."""
    return int(connection.execute(insert(organisation).returning(organisation.c.id), [dict(values)]).scalar_one())


def user_by_login(connection: Connection, login: str) -> Any:
    """Read a user by login name."""
    return connection.execute(select(user).where(user.c.login == login)).one_or_none()


def user_by_id(connection: Connection, user_id: int) -> Any:
    """Read a user."""
    return connection.execute(select(user).where(user.c.id == user_id)).one_or_none()


def users(connection: Connection) -> Sequence[Any]:
    """Return every user."""
    return connection.execute(select(user).order_by(user.c.id)).all()


def add_user(connection: Connection, values: Mapping[str, Any], posts: Sequence[tuple[Role, int]]) -> int:
    """Insert a user with posts and return the id."""
    user_id = int(connection.execute(insert(user).returning(user.c.id), [dict(values)]).scalar_one())
    if posts:
        connection.execute(
            insert(user_role), [{"user_id": user_id, "role": str(role), "org_id": org} for role, org in posts]
        )
    return user_id


def change_user(connection: Connection, user_id: int, values: Mapping[str, Any]) -> None:
    """Change a user's row."""
    connection.execute(update(user).where(user.c.id == user_id).values(**values))


def actor(connection: Connection, user_id: int, name: str) -> Actor:
    """Return a person as the rules see them, with posts and subjects."""
    posts = connection.execute(select(user_role.c.role, user_role.c.org_id).where(user_role.c.user_id == user_id)).all()
    subjects = connection.execute(
        select(representation.c.subject_id).where(representation.c.user_id == user_id)
    ).scalars()
    return Actor(
        user_id=user_id,
        name=name,
        posts=frozenset((Role(row.role), row.org_id) for row in posts),
        subjects=frozenset(subjects),
    )


def holders(connection: Connection, role: Role, org_id: int) -> Sequence[Any]:
    """Return the active users who hold ``role`` in an organisation."""
    return holders_of(connection, [(role, org_id)])[role, org_id]


def holders_of(connection: Connection, posts: Collection[tuple[Role, int]]) -> dict[tuple[Role, int], list[Any]]:
    """Return the active users who hold each of several posts (role, organisation), in one statement."""
    found: dict[tuple[Role, int], list[Any]] = {post: [] for post in posts}
    roles, org_ids = sorted({str(role) for role, _ in posts}), sorted({org_id for _, org_id in posts})
    for row in connection.execute(_HOLDERS, {"roles": roles, "org_ids": org_ids}):
        if (post := (Role(row.role), row.org_id)) in found:
            found[post].append(row)
    return found


def representative_of(connection: Connection, subject_id: int) -> int | None:
    """Return the account that acts for a subject by the newest verified representation; None where nobody does."""
    return connection.execute(_ACTS_FOR, {"subject_id": subject_id}).scalar_one_or_none()


def representatives(connection: Connection, codes: Collection[str]) -> dict[str, int]:
    """Return the account that acts for each natural person of these 公民身份号码 by the newest representation."""
    return {row.code: row.user_id for row in connection.execute(_ACT_FOR_PERSONS, {"codes": sorted(codes)})}


def posts_of(connection: Connection, user_id: int) -> Sequence[Any]:
    """Return a user's posts with the names of their organisations."""
    return connection.execute(
        select(user_role.c.role, user_role.c.org_id, organisation.c.name)
        .join(organisation, organisation.c.id == user_role.c.org_id)
        .where(user_role.c.user_id == user_id)
        .order_by(user_role.c.role)
    ).all()


def open_session(connection: Connection, values: Mapping[str, Any]) -> None:
    """Open a session on the server."""
    connection.execute(insert(user_session), [dict(values)])


def session_user(connection: Connection, digest: str, now: datetime) -> Any:
    """Return the active user of a living session, or None."""
    return connection.execute(
        select(user, user_session.c.seen_at, user_session.c.created_at.label("session_created_at"))
        .join(user_session, user_session.c.user_id == user.c.id)
        .where(user_session.c.digest == digest, user_session.c.expires_at > now, user.c.active)
    ).one_or_none()


def prolong_session(connection: Connection, digest: str, seen_at: datetime, expires_at: datetime) -> None:
    """Note that a session is used."""
    connection.execute(
        update(user_session).where(user_session.c.digest == digest).values(seen_at=seen_at, expires_at=expires_at)
    )


def close_session(connection: Connection, digest: str) -> None:
    """End one session on the server."""
    connection.execute(delete(user_session).where(user_session.c.digest == digest))


def close_sessions_of(connection: Connection, user_id: int) -> None:
    """End every session of a person (password change, account disabled)."""
    connection.execute(delete(user_session).where(user_session.c.user_id == user_id))


def drop_dead_sessions(connection: Connection, now: datetime) -> None:
    """Forget sessions that have run out."""
    connection.execute(delete(user_session).where(user_session.c.expires_at <= now))


def bound_packs(connection: Connection, org_id: int, on: date) -> tuple[str, ...]:
    """Return the ids of the packs that bind an authority on a day."""
    return tuple(connection.execute(_BOUND_PACKS, {"org_id": org_id, "on": on}).scalars())


def bind_pack(connection: Connection, org_id: int, pack: str, on: date) -> None:
    """Bind an authority to a pack from a day on."""
    connection.execute(insert(pack_binding), [{"org_id": org_id, "pack": pack, "bound_on": on}])


def unbind_pack(connection: Connection, org_id: int, pack: str, on: date) -> None:
    """End the binding of a pack from a day on."""
    connection.execute(
        update(pack_binding)
        .where(pack_binding.c.org_id == org_id, pack_binding.c.pack == pack, pack_binding.c.unbound_on.is_(None))
        .values(unbound_on=on)
    )
