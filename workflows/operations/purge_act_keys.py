"""Clears what has served its time: idempotency keys of old forms, dead sessions, workers that are gone."""

from datetime import timedelta

from workflows.operations.office import Office
from workflows.store import housekeeping, people, reset
from workflows.store import office as store

#: How long a form may be sent again and is still recognised, and how long a silent worker is shown.
KEEP_KEYS, KEEP_BEATS = timedelta(days=30), timedelta(days=2)


def purge_act_keys(office: Office) -> int:
    """Clear in one act; return how many act keys were forgotten.

    Keys carry the office's instant (the training clock's, where that is on), sessions and heartbeats the real one.
    """
    real_now = office.real_clock()
    with office.database.act() as uow:
        dropped = housekeeping.drop_act_keys(uow.connection, office.clock() - KEEP_KEYS)
        people.drop_dead_sessions(uow.connection, real_now)
        reset.drop_ended(uow.connection, real_now)
        store.forget_beats(uow.connection, real_now - KEEP_BEATS)
        uow.commit()
    return dropped
