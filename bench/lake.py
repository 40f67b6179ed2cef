"""Made events to country-month features: each engine as a whole process, import and all, beside plain SQL and frames.

The events are made from a hash of their number, the same on every machine, in order of time, as streams arrive, and
kept as Parquet below the temporary directory. With `--shuffled` their days are in no order: the worst case.

Run with: OMP_NUM_THREADS=1 python bench/lake.py [MILLIONS] [--shuffled]     (5 by default; the goal is set for 50)
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

PARTS, STATES, THREADS = 10, 200, 2
KINDS = ("state_based", "non_state", "one_sided")
ORIGIN = date(2024, 12, 31)
KNOWN = datetime(2024, 6, 30, tzinfo=UTC)
LIMIT_S, LIMIT_MB = 5.0, 1000
CODES = [f"{chr(65 + n // 100)}{chr(65 + n // 10 % 10)}{chr(65 + n % 10)}" for n in range(STATES)]


def made(millions: int, shuffled: bool) -> Path:
    """The folder of events, made if it is not there."""
    import duckdb

    count = millions * 1_000_000
    folder = Path(tempfile.gettempdir()) / f"comity-bench-{millions}{'-shuffled' if shuffled else ''}"
    folder.mkdir(exist_ok=True)
    day = "(h // 3) % 13149" if shuffled else f"i * 13149 // {count}"
    with duckdb.connect() as connection:
        connection.execute(f"set threads = {THREADS}; set memory_limit = '2GB'; set preserve_insertion_order = false")
        connection.execute("set enable_progress_bar = false")
        for part in range(PARTS):
            file, first = folder / f"part{part}.parquet", part * count // PARTS
            if not file.exists():
                print(f"making {file}", file=sys.stderr)
                rows = _MADE.format(first=first, last=(part + 1) * count // PARTS, day=day)
                connection.execute(f"copy ({rows}) to '{file}.new' (format parquet, compression zstd)")
                Path(f"{file}.new").rename(file)
    return folder


_MADE = """
select 'made' as source, 'E' || i as id, codes[1 + (h % 200)::int] as state, began,
  cast(began + cast((h // 7919) % 100 = 0 as int) * 40 as date) as ended,
  kinds[1 + ((h // 200) % 100 >= 60)::int + ((h // 200) % 100 >= 80)::int] as kind,
  cast(case when (h // 20000) % 20 = 0 then null else floor(power((h // 400000) % 1000 / 1000.0, 6) * 50) end as int)
    as deaths, cast(null as int) as low, cast(null as int) as high, cast((h // 400000) % 3 as int) as civilians,
  ((h // 1000) % 18000) / 100.0 - 90 as lat, ((h // 1000000) % 36000) / 100.0 - 180 as lon, 'day' as "precision",
  'side ' || (h // 77) % 500 as side_a, 'side ' || (h // 79) % 500 as side_b, cast((h // 13) % 20 as int) as reports,
  timestamp '2024-06-30 00:00:00' as known_at, '24.1' as vintage
from (select i, h, date '1989-01-01' + cast({day} as int) as began
      from (select range as i, hash(range) as h from range({first}, {last}))),
 (select list(chr(65 + x // 100) || chr(65 + x // 10 % 10) || chr(65 + x % 10) order by x) as codes
  from (select cast(range as int) as x from range(200))),
 (select ['state_based', 'non_state', 'one_sided'] as kinds)
"""


def by_lake(folder: Path, address: str) -> int:
    from comity.kernel.time import Month
    from comity.store import lake
    from comity.store.lake.cells import Span

    spans = [Span(state=code, first=Month(1989, 1), last=Month(2024, 12)) for code in CODES]
    whole = lake.Vintage(source="made", name="24.1", known_at=KNOWN, unique=True)
    with lake.open(address, memory="600MB", threads=THREADS) as opened:
        opened.attach("events", sorted(folder.glob("*.parquet")), [whole])
        table = opened.country_months(ORIGIN, spans, lake.Cells())
    return int(sum(value or 0 for value in table["one_sided_deaths_sum12"].to_pylist()))


def by_sql(folder: Path) -> int:
    """The same features in hand-written SQL on DuckDB, for these kinds and measures only."""
    import duckdb

    month = "year(ended) * 12 + month(ended)"
    wide = ", ".join(f"coalesce(max({m}) filter (kind = '{k}'), 0) as {k}_{m}" for k in KINDS for m in ("n", "d", "p"))
    names = [(f"{k}_{m}", "max" if m == "p" else "sum") for k in KINDS for m in ("n", "d", "p")]
    over = "over (partition by code order by mm rows between {} preceding and current row)"
    back = [f"{f}({n}) {over.format(w - 1)} as {n}_{w}" for n, f in names for w in (3, 6, 12, 24)]
    back += [f"lag({n}, {k}) over (partition by code order by mm) as {n}_lag{k}" for n, _ in names for k in (1, 2, 3)]
    with duckdb.connect() as connection:
        connection.execute(f"set threads = {THREADS}; set memory_limit = '600MB'; set preserve_insertion_order = false")
        table = connection.execute(f"""
            with counted as (
              select state, {month} as m, kind, count(*) as n, sum(deaths) as d, max(deaths) as p
              from read_parquet('{folder}/*.parquet')
              where source = 'made' and vintage = '24.1' and known_at < timestamp '2025-01-01'
                and began <= date '2024-12-31' group by all),
            spine as (select code, mm from (select unnest({CODES}) as code),
                      (select range as mm from range(1989 * 12 + 1, 2024 * 12 + 13))),
            filled as (select code, mm, {wide} from spine left join counted on state = code and m = mm group by all)
            select *, {", ".join(back)} from filled order by code, mm""").to_arrow_table()
    seen = zip(table["mm"].to_pylist(), table["one_sided_d_12"].to_pylist(), strict=True)
    return int(sum(value for mm, value in seen if mm >= 1989 * 12 + 12))


def by_pandas(folder: Path) -> int:
    """Counts, sums, peaks and one window; pandas holds all rows in memory."""
    import pandas as pd

    frame = pd.read_parquet(folder, columns=["state", "ended", "kind", "deaths"])
    days = pd.to_datetime(frame.pop("ended"))
    frame["at"] = days.dt.year * 12 + days.dt.month
    counted = frame.groupby(["state", "at", "kind"])["deaths"].agg(["size", "sum", "max"])
    full = pd.MultiIndex.from_product([CODES, range(1989 * 12 + 1, 2024 * 12 + 13)], names=["state", "at"])
    sums = counted["sum"].unstack("kind").reindex(full).fillna(0)
    windows = sums.groupby(level="state")["one_sided"].rolling(12).sum()
    return int(windows.sum())


def by_polars(folder: Path) -> int:
    """The same as for pandas, on the streaming engine."""
    import polars as pl

    counted = (
        pl.scan_parquet(folder / "*.parquet")
        .group_by("state", "kind", at=pl.col("ended").dt.year().cast(pl.Int64) * 12 + pl.col("ended").dt.month())
        .agg(n=pl.len(), d=pl.col("deaths").sum(), p=pl.col("deaths").max())
        .collect(engine="streaming")
    )
    months = pl.DataFrame({"at": list(range(1989 * 12 + 1, 2024 * 12 + 13))}, schema={"at": pl.Int64})
    spine = pl.DataFrame({"state": CODES}).join(months, how="cross")
    one = spine.join(counted.filter(pl.col("kind") == "one_sided"), on=["state", "at"], how="left").sort("state", "at")
    return int(one.select(pl.col("d").fill_null(0).rolling_sum(12).over("state").sum()).item())


WAYS: dict[str, Callable[[Path], int]] = {
    "lake on DuckDB": lambda folder: by_lake(folder, "duckdb:"),
    "lake on ClickHouse in process": lambda folder: by_lake(folder, "chdb:"),
    "DuckDB, hand SQL": by_sql,
    "polars, streaming": by_polars,
    "pandas": by_pandas,
}
PACKAGES = {"lake on ClickHouse in process": "chdb", "polars, streaming": "polars", "pandas": "pandas"}


def measured(way: str, folder: Path, repeats: int) -> dict[str, float]:
    """Best wall time of whole processes, its processor time, and the largest resident size."""
    found = []
    for _ in range(repeats):
        began = time.perf_counter()
        out = subprocess.run([sys.executable, __file__, "--one", way, str(folder)], capture_output=True, check=True)
        found.append({"seconds": round(time.perf_counter() - began, 2)} | json.loads(out.stdout))
    best = min(found, key=lambda one: one["seconds"])
    return best | {"peak_mb": max(one["peak_mb"] for one in found)}


def one(way: str, folder: Path) -> None:
    answer = WAYS[way](folder)
    used = resource.getrusage(resource.RUSAGE_SELF)
    peak = used.ru_maxrss // (1024 if sys.platform == "linux" else 1024 * 1024)
    print(json.dumps({"cpu": round(used.ru_utime + used.ru_stime, 2), "peak_mb": peak, "answer": answer}))


def main() -> None:
    from importlib.util import find_spec

    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    millions = numbers[0] if numbers else 5
    folder = made(millions, "--shuffled" in sys.argv)
    size = sum(file.stat().st_size for file in folder.glob("*.parquet")) / 1e6
    print(f"{millions} million events, {size:.0f} MB of Parquet, {THREADS} threads; best of 3 whole processes")
    ours = None
    for way in WAYS:
        if way in PACKAGES and not find_spec(PACKAGES[way]):
            print(f"{way:31} not installed")
            continue
        found = measured(way, folder, 1 if way == "pandas" else 3)
        ours = ours or found
        assert found["answer"] == ours["answer"], f"{way} counts {found['answer']} and not {ours['answer']}"
        ratio = found["seconds"] / ours["seconds"]
        print(f"{way:31} {found['seconds']:6.2f} s  {found['cpu']:6.2f} s of processor  {found['peak_mb']:6.0f} MB  "
              f"{ratio:5.2f} of the lake's time")  # fmt: skip
    assert ours is not None
    if millions == 50:
        met = ours["seconds"] <= LIMIT_S and ours["peak_mb"] < LIMIT_MB
        print(f"goal of {LIMIT_S} s and {LIMIT_MB} MB {'met' if met else 'NOT met'}")


if __name__ == "__main__":
    if "--one" in sys.argv:
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
