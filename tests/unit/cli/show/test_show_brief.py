"""The brief in the terminal: fits the screen, needs no colour, most important first."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from comity.cli.show import chart
from comity.cli.show.brief import render
from comity.kernel.estimate import Baseline, Estimate


def printed(brief, width: int = 100) -> str:
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=False).print(render(brief))
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 100])
def test_no_line_is_wider_than_the_screen_and_no_figure_is_broken(samples, width) -> None:
    text = printed(samples.sample(), width)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= width
    assert "0.041-0.16" in text
    assert "United Nations" in text


def test_the_sections_stand_in_the_order_in_which_one_decides(samples) -> None:
    text = printed(samples.sample())
    heads = ["In short", "Key figures", "Risk ─", "What can be done", "Who would vote", "Whom to call", "Sources"]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)


def test_every_figure_stands_with_interval_and_naive_figure(samples) -> None:
    text = " ".join(printed(samples.sample()).split())
    assert "Adopted 0.31 (90 %: 0.22-0.41; naive 0.81)" in text
    assert (
        "6.4 times the base rate, rank 4 of 168: 0.083 (90 %: 0.041-0.16; naive 0.013); "
        "on the scale of words, very unlikely" in text
    )


def test_a_brief_without_data_is_short_and_says_so(samples) -> None:
    text = printed(samples.bare())
    assert "No source covers this state." in text
    assert len(text.splitlines()) < 30


def test_words_that_look_like_markup_are_printed_as_they_are(samples) -> None:
    import msgspec

    brief = msgspec.structs.replace(samples.bare(), name="[red]Zemlya[/red]")
    assert "[red]Zemlya[/red]" in printed(brief)


shares = st.floats(min_value=0, max_value=1)


@settings(max_examples=50, deadline=None)
@given(shares, shares, shares, shares)
def test_a_scale_keeps_its_width_and_shows_the_value(a: float, b: float, c: float, naive: float) -> None:
    low, value, high = sorted((a, b, c))
    shown = Estimate(
        value=value, low=low, high=high, covers="x", method="m", n=1, unit="chance",
        baseline=Baseline(value=naive, method="n"),
    )  # fmt: skip
    drawn = chart.scale(shown, top=1.0, width=24)
    assert len(drawn) == 24
    assert drawn.count("●") == 1


@settings(max_examples=50, deadline=None)
@given(shares, shares)
def test_odds_fill_their_bar(yes: float, rest: float) -> None:
    assert len(chart.odds(yes, (1 - yes) * rest, width=15)) == 15


def test_columns_tell_nought_from_not_covered() -> None:
    assert chart.columns((0.0, None, 10.0)) == "_·█"
    assert chart.columns(()) == ""
    assert chart.columns((0.0, 0.0)) == "__"
