"""Ids: what is one is given back whole, what is none is refused."""

import pytest

from comity.kernel import ids
from comity.kernel.errors import Misused


def test_good_ids_come_back_in_their_parts():
    assert ids.word("arms_embargo") == "arms_embargo"
    assert ids.stream("pledge/7") == ("pledge", "7")
    assert ids.kind("commit.pledged/12") == ("commit.pledged", 12)


@pytest.mark.parametrize(
    "text", ["", "Arms", "arms__embargo", "_arms", "arms_", "1arms", "arms embargo", "arms\n", "ärms"]
)
def test_a_bad_word_is_refused(text):
    with pytest.raises(Misused, match="is no id"):
        ids.word(text)


@pytest.mark.parametrize("text", ["", "pledge", "/7", "pledge/", "pledge/7/8", "pledge/../x", "pledge/7\n"])
def test_a_bad_stream_is_refused(text):
    with pytest.raises(Misused, match="is no stream"):
        ids.stream(text)


@pytest.mark.parametrize(
    "text", ["", "commit.pledged", "commit.pledged/0", "commit.pledged/01", "pledged/1", "a.b/1\n"]
)
def test_a_bad_kind_is_refused(text):
    with pytest.raises(Misused, match="is no entry kind"):
        ids.kind(text)
