"""Holds every list and every measure to those who have the power: who decides (S0-28, S4-03), who executes (S1-15)."""

from workflows.catalogue import library as catalogue
from workflows.domain.errors import FieldErrors
from workflows.domain.listing import AssignMeasures
from workflows.domain.words import N_
from workflows.operations.act import Act
from workflows.operations.effects import carries_out
from workflows.store import people


@carries_out(AssignMeasures)
def assign(effect: AssignMeasures, act: Act) -> None:
    """Remember each measure with the chosen departments that may take it.

    Raises:
        FieldErrors: the list is another organ's, a measure is in the power of no chosen department, or a chosen
            department has the power for no measure.
    """
    kind, known = catalogue.lists()[effect.list_key], catalogue.measures()
    with act.office.database.read() as connection:
        ids = (act.case.authority_id, *effect.departments)
        names = {each: str(people.organisation_by_id(connection, each).name) for each in ids}
    if not kind.is_of(names[act.case.authority_id]):
        raise FieldErrors({"list_key": [N_("此名单不由本单位认定，认定单位为：") + kind.organ]})
    orders = [(key, organ) for key in effect.measures for organ in effect.departments if known[key].is_of(names[organ])]
    if idle := [names[each] for each in effect.departments if each not in {organ for _, organ in orders}]:
        raise FieldErrors({"departments": [N_("所选措施都不由这些部门实施：") + "、".join(idle)]})
    if without := [known[key] for key in effect.measures if key not in {key for key, _ in orders}]:
        words = "；".join(f"{each.name}（{each.department}）" for each in without)
        raise FieldErrors({"departments": [N_("还没有选择有权实施下列措施的部门：") + words]})
    act.remember(orders=[list(order) for order in orders])
