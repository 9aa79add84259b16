"""Messages owed in listing. Plain words; the formal letter is a separate paper."""

from workflows.domain.notice import Topic
from workflows.domain.process_type import NoticeType
from workflows.domain.words import N_
from workflows.processes.notices import COMMON_NOTICES

_ALL = (
    NoticeType(
        kind="notice_issued",
        topic=Topic.ASKED,
        subject=N_("拟列入名单告知 %(number)s"),
        body=N_(
            "我们拟将您（单位）列入名单，事实、理由和依据见告知书。您有权陈述、申辩，期限自告知书送达之次日起计算，"
            "送达后我们再告知截止日期。"
        ),
        sms=N_("【信案通】拟列入名单告知书已签发，您有权陈述申辩，请登录系统查看。"),
    ),
    NoticeType(
        kind="watch_intended",
        topic=Topic.ASKED,
        subject=N_("拟纳入重点关注告知 %(number)s"),
        body=N_(
            "我们拟将您（单位）纳入重点关注（内部管理，不向社会公示），事实、理由、依据、措施和期限见告知书。您有权陈述、申辩，"
            "期限自告知书送达之次日起计算，送达后我们再告知截止日期。"
        ),
        sms=N_("【信案通】拟纳入重点关注告知书已签发，您有权陈述申辩，请登录系统查看。"),
    ),
    NoticeType(
        kind="defence_open",
        topic=Topic.ASKED,
        subject=N_("请在%(due)s前陈述申辩 %(number)s"),
        body=N_(
            "拟列入名单告知书已经送达。您（单位）最迟可以在%(due)s当日陈述、申辩并提交证据（依据%(article)s）：登录系统填写，"
            "或者书面、口头向作出告知的单位提出。逾期不提出的，视为放弃；不因陈述申辩而加重处理。"
        ),
        sms=N_("【信案通】拟列入名单，您可以在%(due)s前陈述申辩，请登录系统办理。"),
    ),
    NoticeType(
        kind="defence_open_by_hand",
        topic=Topic.ASKED,
        subject=N_("请在%(due)s前陈述申辩 %(number)s"),
        body=N_(
            "拟列入名单告知书已经送达。您（单位）最迟可以在%(due)s当日陈述、申辩并提交证据（所适用的规则没有规定天数，"
            "期限由认定单位指定）：登录系统填写，或者书面、口头向作出告知的单位提出。"
            "逾期不提出的，视为放弃；不因陈述申辩而加重处理。"
        ),
        sms=N_("【信案通】拟列入名单，您可以在%(due)s前陈述申辩，请登录系统办理。"),
    ),
    NoticeType(
        kind="listed",
        subject=N_("列入名单决定 %(number)s"),
        body=N_(
            "列入决定已经作出，列入期限和移出条件见决定书，随附信用修复告知书，修复不收取任何费用。不服的，可以自知道之日起"
            "60日内申请行政复议，或者6个月内提起行政诉讼，受理的机关和法院见决定书。"
        ),
        sms=N_("【信案通】列入名单决定已作出，移出条件和救济途径请登录系统查看。"),
    ),
    NoticeType(
        kind="in_force",
        subject=N_("列入名单自%(listed_on)s起生效 %(number)s"),
        body=N_(
            "列入决定已经送达，自%(listed_on)s起列入名单，列入期限和可以申请修复的日期自该日起算，具体日期可以在“我的名单”查看。"
            "对决定不服的，不影响您依法申请行政复议或者提起行政诉讼。"
        ),
    ),
    NoticeType(
        kind="not_listed",
        subject=N_("不予列入决定 %(number)s"),
        body=N_("经审查，决定不将您（单位）列入名单，理由见决定书。"),
    ),
    NoticeType(
        kind="watched",
        subject=N_("纳入重点关注告知 %(number)s"),
        body=N_("您（单位）被纳入重点关注，不向社会公示，措施、期限和解除条件见告知书。"),
    ),
    NoticeType(
        kind="repairable",
        subject=N_("您可以申请信用修复 %(number)s"),
        body=N_("最短列入期限已经届满，符合条件的可以申请信用修复、移出名单，办理不收取任何费用。"),
        sms=N_("【信案通】最短列入期限已满，您可以申请信用修复，免费办理。"),
    ),
    NoticeType(
        kind="measures_asked",
        topic=Topic.ASKED,
        subject=N_("请执行联合惩戒措施 %(number)s"),
        body=N_("联合惩戒任务单已经下达，请登录系统执行并逐项回执；不适用的请写明理由。"),
    ),
    NoticeType(
        kind="many_domains",
        topic=Topic.ASKED,
        subject=N_("多领域失信：%(number)s"),
        body=N_("该主体已被两个以上领域列入严重失信主体名单，请加大联合惩戒力度。"),
    ),
    NoticeType(
        kind="inspection_raised",
        subject=N_("因多领域列入加大惩戒力度 %(number)s"),
        body=N_(
            "您（单位）已被两个以上领域列入严重失信主体名单，联合惩戒力度已经加大（如提高检查频次）；"
            "不再被两个以上领域列入时予以恢复。"
        ),
    ),
    NoticeType(
        kind="one_domain",
        topic=Topic.ASKED,
        subject=N_("不再是多领域失信：%(number)s"),
        body=N_("该主体已从其他领域的名单移出，只在一个领域列入，请取消因多领域列入而加大的惩戒力度，并登记恢复日期。"),
    ),
    NoticeType(
        kind="inspection_withdrawn",
        subject=N_("恢复通常的惩戒力度 %(number)s"),
        body=N_(
            "您（单位）不再被两个以上领域列入严重失信主体名单，自%(eased_on)s起，因多领域列入而加大的惩戒力度已经恢复。"
            "本名单的惩戒措施照常执行，移出条件和程序见列入名单决定书。"
        ),
    ),
    NoticeType(
        kind="inspection_over",
        topic=Topic.ASKED,
        subject=N_("名单已移出，请取消加大的惩戒力度：%(number)s"),
        body=N_("该主体已从本名单移出，请取消本办件中因多领域列入而加大的惩戒力度。"),
    ),
)

NOTICES: dict[str, NoticeType] = {**COMMON_NOTICES, **{notice.kind: notice for notice in _ALL}}
