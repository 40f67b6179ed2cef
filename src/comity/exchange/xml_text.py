"""Text as XML 1.0 can hold it. Escaping is the writer's; here only what no escape can save is left out."""

from __future__ import annotations


def sound(text: str) -> str:
    """The text without control characters and half surrogates (XML 1.0, section 2.2)."""
    return "".join(
        sign
        for sign in text
        if sign in "\t\n\r" or " " <= sign <= "\ud7ff" or "\ue000" <= sign <= "\ufffd" or sign >= "\U00010000"
    )
