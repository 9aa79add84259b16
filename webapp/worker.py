"""The worker: fires deadlines, delivers notices, seals the log, carries out imports and jobs, keeps house at night.

APScheduler is only the tick. What is due stands in the office's own tables, claimed with lease and owner, so any
number of workers may run at once and a killed one loses nothing. APScheduler reads the wall clock: after that is set
back it would not tick for as long as it was set back. A watch on the monotonic clock sees that and moves its jobs.
"""

import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from notifications.channels import Channel
from notifications.deliver import deliver
from notifications.words import Translate, untranslated
from webapp.clockwatch import ClockWatch
from workflows.domain.time import OFFICE_ZONE
from workflows.operations.chase_receipts import chase_receipts
from workflows.operations.deliver_messages import deliver_messages
from workflows.operations.destroy_records import destroy_confirmed
from workflows.operations.end_watch import end_watch
from workflows.operations.exchange_port import ExchangeRefused, ExchangeUnreachable, Port
from workflows.operations.fetch_receipts import fetch_receipts
from workflows.operations.find_lost_files import find_lost_files
from workflows.operations.fire_due_deadlines import fire_due_deadlines
from workflows.operations.heartbeats import beat, confirmed_since, leave, ran_today
from workflows.operations.import_records import run_imports
from workflows.operations.look_at_records import look_at_records
from workflows.operations.month_counts import count_months
from workflows.operations.morning_digest import write_digests
from workflows.operations.office import Office
from workflows.operations.purge_act_keys import purge_act_keys
from workflows.operations.reconcile import reconcile
from workflows.operations.reconcile_exchange import reconcile_exchange
from workflows.operations.reconcile_lists import reconcile_lists
from workflows.operations.recount_domains import recount_domains
from workflows.operations.remind_commitments import remind_commitments
from workflows.operations.rescan_files import rescan_files
from workflows.operations.run_jobs import run_jobs
from workflows.operations.save_draft import purge_drafts
from workflows.operations.seal_audit import seal_audit
from workflows.operations.send_dispatches import send_dispatches
from workflows.operations.sweep_files import sweep_files

_log = structlog.get_logger(__name__)

#: Seconds between two looks at the clock, and between two heartbeats of a job that has nothing new to say.
WATCH, BEAT = 2.0, 10.0
#: From this hour on (Asia/Shanghai, real time) the nightly round is run, once a day over all workers.
NIGHT = 2
_HELD = "时钟前跳超过 1 小时，到期处理已暂停：请核对服务器时间后运行 flask worker confirm-clock"

Monotonic = Callable[[], float]


def boot_seconds() -> float:
    """Seconds since the machine started, those it slept included; setting the clock does not move them."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


@dataclass(frozen=True, kw_only=True)
class Job:
    """One thing that the worker does again and again; ``run`` returns a note for the health page."""

    name: str
    #: Between the beginnings of two runs.
    seconds: float
    run: Callable[[], str]
    #: Runs at the same time in one worker: a long one must not hold up what somebody waits for.
    at_once: int = 1


class ClockHeld(Exception):
    """The machine's clock jumped ahead by more than an hour; nothing is fired until somebody has looked."""


class Worker:
    """The jobs of one worker process.

    Args:
        office: the office.
        channels: ways out of the building; without one its notices wait.
        anchor: the file of the audit anchor.
        translate: words of notices in their recipients' languages.
        port: way to the city platform; without one what is owed to it waits.
        monotonic: seconds that no clock setting moves.
    """

    def __init__(
        self,
        office: Office,
        channels: Mapping[str, Channel],
        anchor: Path,
        *,
        translate: Translate = untranslated,
        port: Port | None = None,
        monotonic: Monotonic = boot_seconds,
    ) -> None:
        self.name = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._office, self._channels, self._anchor, self._translate = office, channels, anchor, translate
        self._monotonic, self._port = monotonic, port
        self._watch = ClockWatch(office.real_clock, monotonic)
        self._stopping = threading.Event()
        self._told: dict[str, tuple[float, str]] = {}
        self._scheduler = BackgroundScheduler(
            timezone=OFFICE_ZONE,
            executors={"default": ThreadPoolExecutor(max_workers=16)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self.jobs = (
            Job(name="deadlines", seconds=5 if office.training else 15, run=self._fire),
            Job(name="notices", seconds=5, run=self._mail),
            # In rounds of their own: a slow gateway or a dead webhook holds up no mail.
            Job(name="sms", seconds=5, run=partial(self._deliver, "sms")),
            Job(name="webhooks", seconds=5, run=partial(self._deliver, "webhook")),
            Job(name="digest", seconds=60, run=self._digest),
            Job(name="imports", seconds=3, run=self._import),
            Job(name="records", seconds=60, run=self._look),
            Job(name="messages", seconds=2, run=self._tell),
            Job(name="dispatches", seconds=5, run=self._push),
            Job(name="receipts", seconds=15, run=self._fetch),
            Job(name="jobs", seconds=2, run=self._work, at_once=3),
            Job(name="audit", seconds=60, run=self._seal),
            Job(name="night", seconds=600, run=self._night),
        )

    def run(self) -> None:
        """Work until :meth:`stop`; then finish the acts at hand, claim nothing new, and return."""
        for job in self.jobs:
            self._scheduler.add_job(
                self.tick,
                "interval",
                seconds=job.seconds,
                args=[job],
                id=job.name,
                next_run_time=self._now(),
                max_instances=job.at_once,
            )
        self._scheduler.start()
        _log.info("worker_started", worker=self.name)
        try:
            while not self._stopping.wait(WATCH):
                self.watch()
        finally:
            self._stopping.set()
            self._scheduler.shutdown(wait=True)
            leave(self._office, self.name)
            _log.info("worker_stopped", worker=self.name)

    def stop(self) -> None:
        """Ask the worker to end (from a signal handler or another thread)."""
        self._stopping.set()

    def watch(self) -> None:
        """Look at the clock: wake the ticks after it was set back, hold the sweep after it jumped ahead."""
        was_held = self._watch.held
        if self._watch.look():
            _log.warning("clock_set_back", worker=self.name)
            for job in self._scheduler.get_jobs():
                job.modify(next_run_time=self._now())
        if self._watch.held and not was_held:
            _log.error("clock_jumped_ahead", worker=self.name)
        if self._watch.held and confirmed_since(self._office, self._watch.held_since):
            self._watch.accept()

    def tick(self, job: Job) -> None:
        """Run one job and note that it ran; whatever happens, the next tick comes."""
        if self._stopping.is_set():
            return
        try:
            note, ok = job.run(), True
        except ClockHeld:
            note, ok = _HELD, False
        except Exception as error:
            _log.exception("job_failed", job=job.name)
            note, ok = type(error).__name__, False
        self._beat(job, ok, note)

    def _beat(self, job: Job, ok: bool, note: str) -> None:
        now, said = self._monotonic(), f"{ok}{note}"
        before = self._told.get(job.name)
        if before is not None and before[1] == said and now - before[0] < BEAT:
            return
        try:
            beat(self._office, self.name, job.name, ok, note)
            self._told[job.name] = (now, said)
        except Exception:
            _log.exception("heartbeat_failed", job=job.name)

    def _now(self) -> datetime:
        return self._office.real_clock()

    def _carry_on(self) -> bool:
        return not self._stopping.is_set()

    def _fire(self) -> str:
        self.watch()
        if self._watch.held:
            raise ClockHeld
        sweep = fire_due_deadlines(self._office, self.name, carry_on=self._carry_on)
        if sweep.failed:
            _log.error("deadlines_failed", failed=sweep.failed)
        return f"{sweep.failed} 项失败" if sweep.failed else ""

    def _mail(self) -> str:
        self._deliver("email")
        return "" if "email" in self._channels else "未配置邮件服务器，邮件通知留待发送"

    def _deliver(self, name: str) -> str:
        channels = {name: self._channels[name]} if name in self._channels else {}
        deliver(self._office, channels, self.name, translate=self._translate, carry_on=self._carry_on)
        return ""

    def _digest(self) -> str:
        self.watch()
        if self._watch.held:
            raise ClockHeld
        write_digests(self._office)
        return ""

    def _tell(self) -> str:
        told = deliver_messages(self._office, self.name, carry_on=self._carry_on)
        return f"{told} delivered" if told else ""

    def _push(self) -> str:
        if self._port is None:
            return "未配置平台接口，推送留待发出"
        done = send_dispatches(self._office, self._port, self.name, carry_on=self._carry_on)
        if done.failed or done.refused:
            _log.warning("dispatches_undelivered", failed=done.failed, refused=done.refused)
        return f"{done.later} 项待重试" if done.later else ""

    def _fetch(self) -> str:
        if self._port is not None:
            fetch_receipts(self._office, self._port, carry_on=self._carry_on)
        return ""

    def _import(self) -> str:
        run_imports(self._office, self.name, carry_on=self._carry_on)
        return ""

    def _look(self) -> str:
        self.watch()
        if self._watch.held:
            raise ClockHeld
        looked = look_at_records(self._office, carry_on=self._carry_on)
        destroy_confirmed(self._office, carry_on=self._carry_on)
        chase_receipts(self._office, carry_on=self._carry_on)
        remind_commitments(self._office, carry_on=self._carry_on)
        end_watch(self._office, carry_on=self._carry_on)
        rescan_files(self._office, carry_on=self._carry_on)
        return f"{looked.failed} 条失败" if looked.failed else ""

    def _work(self) -> str:
        # A name of its own for each run: two runs of one worker are two workers to a job's claim.
        run_jobs(self._office, f"{self.name}-{secrets.token_hex(3)}", self._anchor, carry_on=self._carry_on)
        return ""

    def _seal(self) -> str:
        seal_audit(self._office, self._anchor)
        return ""

    def _night(self) -> str:
        now = self._office.real_clock()
        if now.astimezone(OFFICE_ZONE).hour < NIGHT or ran_today(self._office, "nightly", now):
            return ""
        found = reconcile(self._office)
        purge_drafts(self._office)
        removed = sweep_files(self._office)
        find_lost_files(self._office, carry_on=self._carry_on)
        purge_act_keys(self._office)
        platform = self._compare()
        recount_domains(self._office)
        reconcile_lists(self._office)
        count_months(self._office)
        note = f"核对 {found.cases} 件，异常 {len(found.drifts)} 件，清理文件 {len(removed)} 个{platform}"
        beat(self._office, self.name, "nightly", not found.drifts, note)
        return note

    def _compare(self) -> str:
        if self._port is None:
            return ""
        try:
            found = reconcile_exchange(self._office, self._port)
        except (ExchangeRefused, ExchangeUnreachable) as error:
            _log.warning("exchange_not_compared", why=str(error))
            return f"，平台数据未核对（{error}）"
        return "" if found is None else f"，平台核对 {found.compared} 项，差异 {found.drifts} 项"
