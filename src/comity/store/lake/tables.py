"""Columns of the lake's tables, as ibis schemas, and the tables that expressions are written on before any engine."""

from __future__ import annotations

from typing import Any

# Columns of records.event.Event and the two that every stored row has.
EVENTS = {
    "source": "string",
    "id": "string",
    "state": "string",
    "began": "date",
    "ended": "date",
    "kind": "string",
    "deaths": "int64",
    "low": "int64",
    "high": "int64",
    "civilians": "int64",
    "lat": "float64",
    "lon": "float64",
    "precision": "string",
    "side_a": "string",
    "side_b": "string",
    "reports": "int64",
    "known_at": "timestamp",
    "vintage": "string",
}
# Columns of records.event.Reading and the same two.
READINGS = {
    "source": "string",
    "state": "string",
    "variable": "string",
    "began": "date",
    "ended": "date",
    "value": "float64",
    "unit": "string",
    "known_at": "timestamp",
    "vintage": "string",
}
# One row a state and month, without gaps; those not `inside` the system are not shown.
SPINE = {"state": "string", "at": "int64", "month": "date", "inside": "boolean"}
# Who borders whom, each pair in both directions.
BORDERS = {"state": "string", "neighbour": "string"}

SCHEMAS = {"events": EVENTS, "readings": READINGS, "spine": SPINE, "borders": BORDERS}


def unbound(name: str) -> Any:
    """The table of that name as expressions see it, bound to no engine."""
    import ibis

    return ibis.table(SCHEMAS[name], name=name)
