"""Coded reasons for a breach: who completes a task after its last day must give one."""

from workflows.domain.words import N_

#: Reason code → words. Codes are kept in the deadline row and counted on the supervisor's board.
BREACH_REASONS: dict[str, str] = {
    "handler_overloaded": N_("经办人手不足或办件积压"),
    "handler_missed": N_("经办人疏漏"),
    "provider_late": N_("信息提供单位答复迟延"),
    "materials_late": N_("申请人补正材料较晚"),
    "complex": N_("案情复杂，需多方核实"),
    "receipt_late": N_("对方回执迟延"),
    "system": N_("系统或网络故障"),
    "other": N_("其他（请在说明中写明）"),
}
