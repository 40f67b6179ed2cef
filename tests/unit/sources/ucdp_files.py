"""UCDP events written in each of the forms that UCDP has; invented events, real column names."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
_TAGS = {"year": "#date+year", "country": "#country+name", "date_start": "#date+start", "best": "#affected+killed"}


def event(number: int, **changed: Any) -> dict[str, Any]:
    """One event by column name; what is not said is plausible and the same for all."""
    held: dict[str, Any] = dict.fromkeys(COLUMNS, "")
    held |= {
        "id": number, "relid": f"SUD-2024-3-1-{number}", "year": 2024, "active_year": 1, "code_status": "Clear",
        "type_of_violence": 3, "side_a": "Army of the North", "side_b": "Civilians", "number_of_sources": 2,
        "source_article": 'Agency, 2024-03-02, "Village\nburnt"', "where_prec": 1, "where_coordinates": "Village",
        "latitude": "13.5", "longitude": "25.25", "country": "Sudan", "country_id": 625, "region": "Africa",
        "event_clarity": 1, "date_prec": 2, "date_start": "2024-03-01 00:00:00.000",
        "date_end": "2024-03-02 00:00:00.000", "deaths_a": 0, "deaths_b": 0, "deaths_civilians": 7,
        "deaths_unknown": 0, "best": 7, "high": 9, "low": 5,
    }  # fmt: skip
    return held | changed


def events(count: int, first: int = 1) -> list[dict[str, Any]]:
    return [event(first + number) for number in range(count)]


def table(rows: Sequence[dict[str, Any]]) -> bytes:
    """The CSV of the download centre."""
    return _written(COLUMNS, [[row[name] for name in COLUMNS] for row in rows])


def zipped(rows: Sequence[dict[str, Any]], name: str = "GEDEvent_v25_1.csv") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, table(rows))
    return held.getvalue()


def on_hdx(rows: Sequence[dict[str, Any]]) -> bytes:
    """The CSV on HDX: a row of tags under the header, a column iso3 behind the country."""
    at = COLUMNS.index("country") + 1
    header = [*COLUMNS[:at], "iso3", *COLUMNS[at:]]
    body = [[_TAGS.get(name, "") for name in header]]
    body += [[row.get(name, "SDN") for name in header] for row in rows]
    return _written(header, body)


def from_dialog(rows: Sequence[dict[str, Any]]) -> bytes:
    """The CSV of the download dialog: 47 names over 48 fields, days written the American way."""
    names = COLUMNS[:-2]
    header = [f"{name}_est" if name in ("best", "high", "low") else name for name in names]
    body = []
    for row in rows:
        cells = dict(row)
        for name in ("date_start", "date_end"):
            year, month, day = str(row[name])[:10].split("-")
            cells[name] = f"{month}/{day}/{year} 00:00:00"
        body.append([*(cells[name] for name in names), ""])
    return _written(header, body)


def page(rows: Sequence[dict[str, Any]], *, total: int, pages: int = 1, following: int | None = None) -> bytes:
    """One answer of the API."""
    result = []
    for row in rows:
        held = {name: (None if value == "" else value) for name, value in row.items()}
        held |= {"latitude": float(row["latitude"]), "longitude": float(row["longitude"])}
        held |= {name: str(row[name])[:10] + "T00:00:00" for name in ("date_start", "date_end")}
        result.append(held)
    address = f"https://ucdpapi.pcr.uu.se/api/gedevents/25.1?pagesize=1000&page={following}" if following else ""
    held = {
        "TotalCount": total, "TotalPages": pages, "PreviousPageUrl": "", "NextPageUrl": address, "Result": result,
    }  # fmt: skip
    return json.dumps(held).encode()


def _written(header: Sequence[str], body: Sequence[Sequence[Any]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([header, *body])
    return text.getvalue().encode()
