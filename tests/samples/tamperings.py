"""What somebody who has the database, but not the key, may do to the log: SQL, and what verification must say."""

DELETE = "DELETE FROM event WHERE case_id = 1 AND "
TAMPERINGS: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "the time of an event": (
        ("UPDATE event SET at = '2026-01-01 00:00:00' WHERE case_id = 1 AND seq = 3",),
        {"changed"},
    ),
    "the actor of an event": (("UPDATE event SET actor_id = 99 WHERE case_id = 1 AND seq = 3",), {"changed"}),
    "the kind of an event": (("UPDATE event SET kind = 'signed_in' WHERE case_id = 1 AND seq = 3",), {"changed"}),
    "the data of an event": (("UPDATE event SET data = '{}' WHERE case_id = 1 AND seq = 3",), {"changed"}),
    "the data's text, its meaning the same": (
        ("UPDATE event SET data = data || ' ' WHERE case_id = 1 AND seq = 3",),
        {"changed"},
    ),
    "the MAC of an event": (
        ("UPDATE event SET mac = 'ffffffffffffffffffffffffffffffff' WHERE case_id = 1 AND seq = 3",),
        {"changed"},
    ),
    "the answers of a form": (
        ("UPDATE task SET data = '{\"x\": 1}' WHERE id = (SELECT min(id) FROM task WHERE case_id = 1)",),
        {"answers"},
    ),
    "the answers of a form emptied, as of a destroyed record": (
        ("UPDATE task SET data = '{}' WHERE id = (SELECT min(id) FROM task WHERE case_id = 1)",),
        {"answers"},
    ),
    "what the applicant wrote": (("UPDATE filing SET data = '{}' WHERE case_id = 1",), {"answers"}),
    "a completed task removed": (
        ("DELETE FROM task WHERE id = (SELECT min(id) FROM task WHERE case_id = 1)",),
        {"answers"},
    ),
    "the number of an event": (("UPDATE event SET seq = 5000 WHERE case_id = 1 AND seq = 3",), {"removed", "inserted"}),
    "an event moved to another case": (
        ("UPDATE event SET case_id = 2, seq = 5000 WHERE case_id = 1 AND seq = 3",),
        {"removed", "inserted"},
    ),
    "the first event removed": ((DELETE + "seq = 1",), {"removed"}),
    "an event in the middle removed": ((DELETE + "seq = 3",), {"removed"}),
    "the last event removed": (
        (DELETE + "seq = (SELECT event_count FROM office_case WHERE id = 1)",),
        {"cut", "sealed_lost"},
    ),
    "the end cut and the head mended to fit": (
        (
            DELETE + "seq > 5",
            "UPDATE office_case SET event_count = 5, sealed_count = 5, "
            "chain = (SELECT mac FROM event WHERE case_id = 1 AND seq = 5) WHERE id = 1",
        ),
        {"sealed_lost", "sealed_count"},
    ),
    "all events of a case removed": ((DELETE + "seq > 0",), {"cut", "sealed_lost"}),
    "an event inserted at the end": (
        (
            "INSERT INTO event SELECT 1, seq + 1, at, actor_id, kind, data, mac FROM event "
            "WHERE case_id = 1 AND seq = (SELECT event_count FROM office_case WHERE id = 1)",
        ),
        {"changed", "inserted"},
    ),
    "two events swapped": (
        (
            "UPDATE event SET seq = 5000 WHERE case_id = 1 AND seq = 3",
            "UPDATE event SET seq = 3 WHERE case_id = 1 AND seq = 4",
            "UPDATE event SET seq = 4 WHERE case_id = 1 AND seq = 5000",
        ),
        {"changed"},
    ),
    "the head of a case": (("UPDATE office_case SET chain = mac FROM event WHERE office_case.id = 1 AND "
                            "event.case_id = 1 AND event.seq = 1",), {"head"}),
    "the count of a case": (("UPDATE office_case SET event_count = event_count - 1 WHERE id = 1",), {"inserted"}),
    "a case marked as sealed that was not": (
        ("UPDATE office_case SET sealed_count = event_count + 1, event_count = event_count + 1 WHERE id = 1",),
        {"cut", "sealed_count"},
    ),
    "an event of the office removed": (("DELETE FROM event WHERE case_id = 0 AND seq = 2",), {"removed"}),
    "the office's chain rolled back": (
        (
            "DELETE FROM event WHERE case_id = 0 AND seq > 1",
            "UPDATE office_chain SET event_count = 1, sealed_count = 1, "
            "chain = (SELECT mac FROM event WHERE case_id = 0 AND seq = 1)",
        ),
        {"sealed_lost", "sealed_count"},
    ),
    "the office's head removed": (("DELETE FROM office_chain",), {"inserted"}),
    "a seal's heads": (("UPDATE audit_seal SET heads = '[]'",), {"seal_changed", "sealed_count"}),
    "a seal's heads made unreadable": (("UPDATE audit_seal SET heads = '['",), {"seal_changed", "sealed_count"}),
    "a seal's time": (("UPDATE audit_seal SET at = '2026-01-01 00:00:00'",), {"seal_changed"}),
    "all seals removed": (("DELETE FROM audit_seal",), {"anchor", "sealed_count"}),
}  # fmt: skip


#: Those whose finding could depend on the database's own types and statements.
MAIN = (
    "the time of an event",
    "the actor of an event",
    "the data's text, its meaning the same",
    "the last event removed",
    "the end cut and the head mended to fit",
    "two events swapped",
    "the office's chain rolled back",
    "all seals removed",
)
