"""Messages to other cases, and cases that begin because of this one: written with the act, delivered after it."""

from workflows.domain.effects import Begin, Tell
from workflows.operations.act import Act
from workflows.operations.effects import carries_out
from workflows.operations.owed import owed
from workflows.store import messages


@carries_out(Tell)
def tell(effect: Tell, act: Act) -> None:
    """Owe another case a message."""
    act.new_messages.append(owed(effect, act.case.id, act.event_count + 1, act.now))
    act.record("message_sent", message=effect.message, case=effect.case_id)


@carries_out(Begin)
def begin(effect: Begin, act: Act) -> None:
    """Owe the office another case; one that is to begin once is not begun beside its like."""
    if effect.once and _beginning(effect, act):
        return
    act.new_messages.append(owed(effect, act.case.id, act.event_count + 1, act.now))
    act.record("case_proposed", process=effect.process)


def _beginning(effect: Begin, act: Act) -> bool:
    with act.office.database.read() as connection:
        begun = messages.beginning(connection, act.case.id, effect.process)
    return any(told["memory"] == dict(effect.memory) for told in begun)
