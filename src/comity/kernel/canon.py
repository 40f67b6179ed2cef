"""Canonical JSON (RFC 8785 for the subset we write) and its digest. Equal values give equal bytes."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

import msgspec

from comity.kernel.errors import Misused

# Integers above 2^53-1 lose digits in JSON readers that use doubles (RFC 8785 section 3.2.2.3, RFC 7493).
_LARGEST_EXACT = 2**53 - 1


def plain(value: Any) -> Any:
    """`value` as dicts, lists, strings, numbers, booleans and None; records become objects."""
    # Sorted sets, so that the text does not depend on the hash seed of the process.
    return msgspec.to_builtins(value, order="deterministic")


def canonical(value: Any) -> bytes:
    """The one UTF-8 text of a JSON value: keys sorted by UTF-16 code units, no blanks, shortest numbers.

    value   anything `plain` accepts
    raises  Misused for NaN, infinities, integers beyond 2^53-1 and keys that are not text
    source  RFC 8785
    """
    return _write(plain(value)).encode("utf-8")


def digest(value: Any) -> bytes:
    """SHA-256 of the canonical text, 32 bytes."""
    return hashlib.sha256(canonical(value)).digest()


def _write(value: Any) -> str:
    if value is None or isinstance(value, bool | str):
        return _text(value)
    if isinstance(value, int):
        if abs(value) > _LARGEST_EXACT:
            raise Misused(f"{value} has more digits than JSON keeps", hint="write it as text")
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join(_write(item) for item in value) + "]"
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise Misused(f"JSON keys are text; got {key!r}")
        # RFC 8785 section 3.2.3 sorts by UTF-16 code units, which differs from code points above U+FFFF.
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(_text(key) + ":" + _write(value[key]) for key in keys) + "}"
    raise Misused(f"{type(value).__name__} has no JSON form")


def _text(value: str | bool | None) -> str:
    written = json.dumps(value, ensure_ascii=False)
    try:
        written.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Misused("a text holds half of a surrogate pair", hint="send valid Unicode") from error
    return written


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise Misused(f"{value} has no JSON form", hint="leave the field out or write it as absent")
    if value == 0:
        return "0"
    mantissa, _, exponent = repr(value).partition("e")
    if not exponent:
        return mantissa.removesuffix(".0") if abs(value) < 1e21 else _plain_digits(value)
    power = int(exponent)
    # ECMAScript writes plain digits from 1e-6 up to 1e21, and an exponent with its sign outside.
    if -7 < power < 0:
        return _plain_digits(value)
    if 0 <= power < 21:
        return _plain_digits(value)
    return f"{mantissa.removesuffix('.0')}e{'+' if power > 0 else '-'}{abs(power)}"


def _plain_digits(value: float) -> str:
    mantissa, _, exponent = repr(value).partition("e")
    power = int(exponent or 0)
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, part = mantissa.lstrip("-").partition(".")
    part = "" if part == "0" else part
    digits = whole + part
    point = len(whole) + power
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    if point >= len(digits):
        return f"{sign}{digits}{'0' * (point - len(digits))}"
    return f"{sign}{digits[:point]}.{digits[point:]}"
