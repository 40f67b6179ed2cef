"""A mirror is an address the user chose: https anywhere, http on this machine only."""

from __future__ import annotations

import pytest

from comity.kernel.errors import Misused
from comity.store.fetch_address import Get, check_mirror, first

GET = Get(url="https://data.example/a/b.csv", file="b.csv", media="csv", params=(("x", "1"),), key_as="apikey")


@pytest.mark.parametrize(
    "mirror", ["https://mirror.ministry.example/open/", "http://127.0.0.1:8000", "http://localhost", "https://10.1.2.3"]
)
def test_a_mirror_is_taken_without_its_last_slash(mirror: str) -> None:
    assert check_mirror(mirror) == mirror.rstrip("/")


@pytest.mark.parametrize(
    "mirror",
    [
        "http://mirror.example",
        "mirror.example",
        "ftp://x",
        "https://",
        "https://u@x.example",
        "https://x/?a=1",
        "https://[x",
    ],
)
def test_no_other_address_is_a_mirror(mirror: str) -> None:
    with pytest.raises(Misused, match="no address to fetch from"):
        check_mirror(mirror)


def test_a_mirror_holds_files_below_the_providers_host_and_sees_no_key() -> None:
    target = first(GET, mirror="https://mirror.example/open", key="hush")
    assert target.url == "https://mirror.example/open/data.example/a/b.csv"
    assert (target.params, target.headers) == ((("x", "1"),), ())
