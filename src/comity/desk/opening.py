"""One desk: its record, its stages, its briefs. `comity.open()` gives one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path

from comity import __version__
from comity.desk import measuring
from comity.desk.accounting import Account
from comity.desk.alerting import Alerting
from comity.desk.assessing import Assess
from comity.desk.brief.model import Brief
from comity.desk.committing import Commit
from comity.desk.convening import Convene
from comity.desk.doctor import Check, examine
from comity.desk.learning import Learn
from comity.desk.notifying import Notifying
from comity.desk.planning import Plan
from comity.desk.record import Record, open_record
from comity.desk.registering import Registering
from comity.desk.silences import Silences
from comity.desk.warning import Warn
from comity.desk.world_view import WorldView
from comity.kernel.errors import Misused, OutsideFailed, Refused
from comity.kernel.marking import CLEAR
from comity.ledger.bodies import Opened
from comity.reference.skill import Skill
from comity.store import clock
from comity.store.ledger import LedgerStore
from comity.store.ledger_unmade import UnmadeLedger
from comity.store.places import check_place, desk_file
from comity.store.raw import raw_data


class Desk:
    """A desk. The stages of the loop are its parts: warn, assess, plan, convene, commit, account, learn.

    record  the ledger everything said and decided goes into
    today   gives the present day

    Beside the stages: alerting (what stands within a budget of false alarms), notifying (formal notifications and the
    clock from warning to action), registering (forecasts sealed before their months), silences (texts agreed if nobody
    objects in time).
    """

    def __init__(self, record: Record, *, today: Callable[[], date]) -> None:
        self.record = record
        self.today = today
        self.warn = Warn(record, today)
        self.assess = Assess(record, today)
        self.plan = Plan(self.warn, self.assess, record, today)
        self.convene = Convene(record, today)
        self.silences = Silences(record)
        self.commit = Commit(record, today)
        self.account = Account(self.commit, record, today)
        self.learn = Learn(record, today)
        self.alerting = Alerting(today)
        self.notifying = Notifying(record, alerting=self.alerting, plan=self.plan, account=self.account)
        self.registering = Registering(record)

    def brief(self, state: str, *, as_of: str | None = None, body: str | None = None) -> Brief:
        """The decision brief on a state; reads and records nothing (see `issue`)."""
        from comity.desk.brief.compose import compose

        return compose(self, state, as_of=as_of, body=body)

    def issue(self, brief: Brief, *, formats: tuple[str, ...]) -> str:
        """Put on record that this brief left the desk, with everything it was made from; gives the stream's id."""
        from comity.desk.brief.issue import issue

        return issue(self.record, brief, formats=formats)

    def world(self, as_of: str | None = None) -> WorldView:
        """All states by risk, for the start page."""
        return self.warn.world(as_of)

    def doctor(self) -> tuple[Check, ...]:
        """Self-checks with remedies."""
        return examine(lambda: _verified(self.record), _raw)

    def skills(self) -> tuple[Skill, ...]:
        """Measured skill of every engine that ships."""
        return measuring.table()

    def close(self) -> None:
        """Let go of the desk's file."""
        self.record.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def version(self) -> str:
        """The version of the product."""
        return __version__


def open_desk(
    path: str | Path | None = None, *, author: str = "desk", read_only: bool = False, missing_ok: bool = True
) -> Desk:
    """The desk in that file, made at its first entry if there is none; without a path the desk of this user.

    author      role or office in whose name entries are written
    missing_ok  whether a desk that is not there yet may be read as an empty one
    raises  OutsideFailed for a file that cannot be read or made, Refused for one of a newer version, Misused for
            ":memory:"
    """
    if str(path) == ":memory:":
        # SQLite's word for no file at all; as a path it would quietly make a file of that name.
        raise Misused("a desk is kept in a file, not in memory", hint='give the path of one, such as "exercise.db"')
    file = desk_file(None if path is None else str(path))
    if file.exists():
        record = open_record(file, author=author, read_only=read_only)
    else:
        if not missing_ok:
            raise OutsideFailed(f"there is no ledger at {file}", hint="check the path; the first entry makes the file")
        check_place(file)
        record = Record(UnmadeLedger(lambda: _made(file, author, read_only)), author=author)
    return Desk(record, today=lambda: clock.now().date())


def _made(file: Path, author: str, read_only: bool) -> LedgerStore:
    """The ledger of a new desk, with its first entry."""
    if read_only:
        raise Refused(f"there is no desk at {file} and it is opened for reading", hint="leave --no-record out")
    record = open_record(file, author=author)
    record.append("desk.opened/1", "desk/opening", Opened(desk=file.stem, version=__version__), CLEAR)
    return record.store


def examine_desk(path: str | None = None) -> tuple[Check, ...]:
    """Self-checks without making a desk file where there is none."""
    file = desk_file(path)
    if not file.exists():
        return examine(None, _raw)

    def verify() -> str:
        with open_record(file, author="doctor", read_only=True) as record:
            return _verified(record)

    return examine(verify, _raw)


def _verified(record: Record) -> str:
    found = record.verify()
    return f"{found.entries} entries, all recomputed; root {found.root.hex()[:16]}"


def _raw() -> str:
    raw_data()
    return "raw data is at hand"
