"""`comity serve`: the same briefs as pages, on this machine unless another address is asked for."""

from __future__ import annotations

import errno
import socket
from typing import Annotated

from cyclopts import Parameter

from comity.cli.say import say
from comity.cli.words import DeskFile
from comity.kernel.errors import Misused, OutsideFailed

# RFC 6335 section 6: ports are numbered in 16 bits; 0 lets the system choose a free one.
_LAST_PORT = 65_535
_HERE = ("127.0.0.1", "::1", "localhost")


def serve(
    *,
    port: Annotated[int, Parameter(help="port to listen on; 0 for any free one")] = 8000,
    host: Annotated[str, Parameter(help="address to listen on")] = "127.0.0.1",
    name: Annotated[tuple[str, ...], Parameter(help="another name by which browsers may call this machine")] = (),
    desk: DeskFile = None,
) -> int:
    """Serve briefs, the world map and the library as pages until Ctrl-C."""
    if not 0 <= port <= _LAST_PORT:
        raise Misused(f"there is no port {port}", hint=f"give 1 to {_LAST_PORT}, or 0 for any free one")
    try:
        import uvicorn

        from comity.web import app as web
    except ImportError as error:
        raise OutsideFailed(
            f"pages need {error.name}, which is not installed", hint='install it with: pip install "comity[web]"'
        ) from error
    from comity.desk.opening import open_desk

    with _listening(host, port) as listener, open_desk(desk, author="serve") as office:
        site = web.create(office, hosts=(*web.HERE, host, *name))
        server = uvicorn.Server(uvicorn.Config(site, log_level="warning", server_header=False))
        say(f"Comity is at {address(listener)} (Ctrl-C stops it)")
        if host not in _HERE:
            say("Whoever reaches this address can read this desk: there is no sign-in yet.")
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            # How a server is meant to be stopped.
            return 0
    return 0


def address(listener: socket.socket) -> str:
    """The web address of a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens; raises OutsideFailed with a way out."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise OutsideFailed(
                f"port {port} on {host} is taken", hint=f"comity serve --port {min(port + 1, _LAST_PORT)}"
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM):
            raise OutsideFailed(
                f"port {port} on {host} needs more rights than this user has", hint="use a port from 1024 on"
            ) from error
        raise OutsideFailed(
            f"{host} is no address of this machine: {error.strerror or error}", hint="use 127.0.0.1 or 0.0.0.0"
        ) from error
    return listener
