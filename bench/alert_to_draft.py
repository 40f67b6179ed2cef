"""Times from a cold start of the alert engines to the board and to a drafted notification. Prints one JSON object."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from comity.desk.notifying import Notifying, Order
from comity.desk.opening import open_desk

AT = datetime(2026, 6, 30, 9, tzinfo=UTC)


def main() -> None:
    with TemporaryDirectory() as folder, open_desk(Path(folder) / "desk.db") as office:
        begun = time.perf_counter()
        office.alerting.board(as_of=AT.date())
        board = time.perf_counter() - begun
        work = Notifying(
            office.record, alerting=office.alerting, plan=office.plan, account=office.account, now=lambda: AT
        )
        draft = work.draft("SDN", Order(because="exercise"))
        whole = time.perf_counter() - begun
    told = {"board_s": round(board, 2), "alert_to_draft_s": round(whole, 2), "options": len(draft.options)}
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
