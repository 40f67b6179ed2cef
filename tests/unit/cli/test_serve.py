from __future__ import annotations

import socket
import sys
from typing import Any

import pytest

from comity.cli import serve
from tests.unit.cli.conftest import Comity


def test_a_port_out_of_range_is_misused(comity: Comity) -> None:
    said = comity("serve", "--port", "99999")
    assert said.code == 2
    assert "65535" in said.err


def test_pages_that_are_not_installed_say_how_to_install_them(comity: Comity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    said = comity("serve")
    assert said.code == 3
    assert 'pip install "comity[web]"' in said.err


@pytest.mark.enable_socket
def test_a_taken_port_names_the_next_one(comity: Comity) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = comity("serve", "--port", str(port))
    assert said.code == 3
    assert f"port {port} on 127.0.0.1 is taken" in said.err


@pytest.mark.enable_socket
def test_the_address_is_said_and_ctrl_c_is_a_good_end(comity: Comity, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_server: Any, sockets: list[socket.socket]) -> None:
        assert sockets[0].getsockname()[0] == "127.0.0.1"
        raise KeyboardInterrupt

    monkeypatch.setattr("uvicorn.Server.run", interrupted)
    said = comity("serve", "--port", "0")
    assert said.code == 0
    assert "http://127.0.0.1:" in said.out


@pytest.mark.enable_socket
def test_an_address_beyond_this_machine_is_warned_of(comity: Comity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("uvicorn.Server.run", lambda _server, sockets: None)
    assert "there is no sign-in yet" in comity("serve", "--port", "0", "--host", "0.0.0.0").out


@pytest.mark.enable_socket
def test_an_address_of_six_is_written_in_brackets() -> None:
    class Six:
        def getsockname(self) -> tuple[str, int, int, int]:
            return ("::1", 8000, 0, 0)

    assert serve.address(Six()) == "http://[::1]:8000/"  # type: ignore[arg-type]
