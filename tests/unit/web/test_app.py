"""The site: every page answers, is safe to show, and an error says what to do."""

from __future__ import annotations

import json
import re

import pytest

PAGES = ("/", "/brief/SDN", "/library", "/library/body", "/library/body/unsc", "/skill", "/doctor")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_without_script_cookie_or_outside_address(ask, path) -> None:
    answer = ask(path)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert "<script" not in answer.text
    assert not re.search(r'(?:src|action)="(?:https?:)?//', answer.text)
    assert not re.search(r"<link[^>]+href=\"(?!/static/)", answer.text)


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/brief/XX", "/brief/BOOM"])
def test_every_answer_carries_a_strict_policy_and_is_not_kept(ask, path) -> None:
    headers = ask(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_styles_that_the_policy_would_block(ask, path) -> None:
    assert not re.search(r"<[a-z][^>]* style=", ask(path).text)


def test_head_is_answered_without_a_body(ask) -> None:
    answer = ask("/brief/SDN", "HEAD")
    assert answer.status_code == 200
    assert answer.content == b""


def test_the_style_sheet_may_be_kept_for_good(ask) -> None:
    path = re.search(r'href="(/static/[^"]+)"', ask("/").text)
    assert path
    answer = ask(path[1])
    assert answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]


def test_the_desk_is_asked_for_the_date_and_body_in_the_address(ask, desk) -> None:
    ask("/brief/SDN?as_of=2023-03&body=unhrc")
    assert desk.asked == [("SDN", "2023-03", "unhrc")]


def test_other_forms_of_a_brief_keep_its_date_and_body(ask) -> None:
    page = ask("/brief/SDN").text
    assert 'href="/brief/XAA.md?as_of=2026-10-31&amp;body=unsc"' in page
    assert 'name="body" value="unsc"' in page


def test_a_brief_is_also_json_and_markdown(ask) -> None:
    assert json.loads(ask("/brief/SDN.json").text)["name"] == "Aranda"
    answer = ask("/brief/SDN.md")
    assert answer.headers["content-type"].startswith("text/markdown")
    assert answer.text.startswith("# Aranda")


def test_jumping_by_name_leads_to_the_brief(ask) -> None:
    answer = ask("/jump?state=sudan")
    assert (answer.status_code, answer.headers["location"]) == (303, "/brief/SDN")


def test_a_misspelt_state_gets_links_to_what_was_meant(ask) -> None:
    answer = ask("/jump?state=Sudann")
    assert answer.status_code == 404
    assert 'href="/brief/SDN"' in answer.text


def test_words_that_fit_two_states_get_links_to_both(ask) -> None:
    answer = ask("/jump?state=Congo")
    assert answer.status_code == 422
    assert 'href="/brief/COD"' in answer.text
    assert 'href="/brief/COG"' in answer.text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/brief/XX", 404, "id you mean Sudan?"),
        ("/brief/SDN?as_of=soon", 422, "rite YYYY-MM"),
        ("/brief/DISK", 503, "ree some space"),
        ("/library/boat", 404, "no shelf"),
        ("/library/body/uncs", 404, "unsc"),
        ("/nothing", 404, "no such page"),
        ("/jump?state=" + "x" * 500, 422, "at most 80"),
        ("/brief/" + "x" * 500, 422, "at most 80"),
    ],
)
def test_an_error_page_says_what_is_wrong_and_what_to_do(ask, path, status, words) -> None:
    answer = ask(path)
    assert answer.status_code == status
    assert words in answer.text


def test_an_error_of_the_json_address_is_json(ask) -> None:
    answer = ask("/brief/Sudann.json")
    assert answer.status_code == 404
    assert answer.json()["near"][0] == "SDN"


def test_a_fault_tells_a_reader_nothing_of_the_inside(ask) -> None:
    answer = ask("/brief/BOOM")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text


def test_writing_is_not_allowed(ask) -> None:
    assert ask("/brief/SDN", "POST").status_code == 405


def test_a_word_from_the_address_is_escaped(ask) -> None:
    assert "<img" not in ask("/jump?state=%3Cimg%20src=x%3E").text


def test_checks_and_skills_are_shown_with_remedy_baseline_and_command(ask) -> None:
    page = ask("/doctor").text
    assert "remedy: restore it" in page
    assert "&lt;b&gt;torn" in page
    page = ask("/skill").text
    assert "all adopt" in page
    assert "comity skill run council-rules" in page


def test_the_start_page_ranks_states_and_says_why_some_have_no_forecast(ask) -> None:
    page = ask("/").text
    assert page.index("Sudan</a>") < page.index("France</a>") < page.index("</a>: no source covers this state")
    assert "700-9,000" in page


def test_health_says_ok(ask) -> None:
    assert ask("/health").text == "ok\n"
