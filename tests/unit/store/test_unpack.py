"""Archives are unpacked under limits, and never under a name they chose."""

from __future__ import annotations

import contextlib
import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.errors import OutsideFailed
from comity.store.unpack import Member, media_of, members

MANY = 20 * 1024 * 1024


def archive(*files: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in files:
            made.writestr(name, body)
    return held.getvalue()


def unpacked(
    tmp_path: Path, body: bytes, media: str = "zip", *, largest: int = 64 * 1024 * 1024, patterns: tuple[str, ...] = ()
) -> list[Member]:
    path = tmp_path / "a"
    path.write_bytes(body)
    return list(members(path, "a", media, largest=largest, patterns=patterns))


def test_members_come_in_order_of_name_with_their_medium(tmp_path: Path) -> None:
    found = unpacked(tmp_path, archive(("b/two.json", b"{}"), ("a/one.csv", b"x"), ("readme.pdf", b"%PDF")))
    assert [(one.name, one.media, one.body) for one in found] == [("one.csv", "csv", b"x"), ("two.json", "json", b"{}")]


def test_only_wanted_members_are_read(tmp_path: Path) -> None:
    found = unpacked(tmp_path, archive(("a.csv", b"x"), ("b.EXPORT.CSV", b"y")), patterns=("*.EXPORT.CSV",))
    assert [one.name for one in found] == ["b.EXPORT.CSV"]


def test_an_archive_without_what_is_wanted_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailed, match=r"holds no \*\.csv"):
        unpacked(tmp_path, archive(("a.txt", b"x")), patterns=("*.csv",))


@pytest.mark.parametrize("name", ["/etc/passwd.csv", "../x.csv", "a/../../x.csv", "C:x.csv"])
def test_a_name_that_leads_out_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutsideFailed, match="leads out of it"):
        unpacked(tmp_path, archive((name, b"x"), ("good.csv", b"x")))


def test_a_link_is_refused(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        info = zipfile.ZipInfo("a.csv")
        info.external_attr = 0o120777 << 16
        made.writestr(info, "/etc/passwd")
    with pytest.raises(OutsideFailed, match="is a link"):
        unpacked(tmp_path, held.getvalue())


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailed, match="is an archive itself"):
        unpacked(tmp_path, archive(("a.csv", archive(("b.csv", b"x")))))


def test_more_than_the_ratio_is_a_bomb(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailed, match="200 times its size"):
        unpacked(tmp_path, archive(("a.csv", b"0" * MANY)))


def test_more_than_it_may_have_is_refused_before_reading(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailed, match="says that it unpacks to more than 1,000 bytes"):
        unpacked(tmp_path, archive(("a.csv", b"0" * 600), ("b.csv", b"0" * 600)), largest=1000)


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    body = archive(("a.csv", b"0123456789" * 500))
    lying = body.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != body
    with pytest.raises(OutsideFailed):
        unpacked(tmp_path, lying, largest=1000)


def test_hundreds_of_members_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailed, match="holds 201 members"):
        unpacked(tmp_path, archive(*((f"{number}.csv", b"") for number in range(201))))


def test_a_gzip_of_one_file_is_unpacked(tmp_path: Path) -> None:
    (found,) = unpacked(tmp_path, gzip.compress(b"id\n1\n"), "csv")
    assert found.body == b"id\n1\n"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (gzip.compress(b"0" * MANY), "200 times its size"),
        (gzip.compress(b"id\n1\n")[:-4], "cut short"),
        (gzip.compress(b"a") + gzip.compress(b"b"), "more than one gzip file"),
        (gzip.compress(gzip.compress(b"a")), "archive in an archive"),
    ],
    ids=["dense", "cut", "two", "nested"],
)
def test_a_gzip_that_is_none_or_too_much_is_refused(body: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(OutsideFailed, match=said):
        unpacked(tmp_path, body, "csv")


def test_a_workbook_is_checked_and_passed_on_whole(tmp_path: Path) -> None:
    body = archive(("xl/workbook.xml", b"<a/>"))
    assert unpacked(tmp_path, body, "xlsx")[0].body == body
    with pytest.raises(OutsideFailed, match="200 times its size"):
        unpacked(tmp_path, archive(("xl/workbook.xml", b"0" * MANY)), "xlsx")


@pytest.mark.parametrize(
    ("name", "media"), [("a.CSV", "csv"), ("a.csv.gz", "csv"), ("a.tab", "tsv"), ("a.ndjson", "jsonl"), ("a.exe", "")]
)
def test_an_ending_tells_the_medium(name: str, media: str) -> None:
    assert media_of(name) == media


@settings(max_examples=40, deadline=None)
@given(at=st.integers(0, 400), byte=st.integers(0, 255), media=st.sampled_from(("zip", "xlsx")))
def test_a_damaged_archive_is_a_named_error_or_its_members(
    at: int, byte: int, media: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    body = bytearray(archive(("a.csv", b"id,best\n1,2\n" * 20), ("b.csv", b"id\n")))
    body[at % len(body)] = byte
    with contextlib.suppress(OutsideFailed):
        unpacked(tmp_path_factory.mktemp("zip"), bytes(body), media)
