"""Settings → a running HTTP server on one address, until it is told to stop."""

from __future__ import annotations

import contextlib
import socket

import uvicorn

from rag.api.app import create_app
from rag.errors import AddressUnusable
from rag.settings import Settings

__all__ = ["serve"]

# Seconds that requests under way are given when the server is told to stop.
_PATIENCE = 10


def serve(settings: Settings, host: str, port: int) -> None:
    """Answer requests until Ctrl-C or SIGTERM; requests under way are finished first.

    Raises:
        AddressUnusable: the port is taken, or the host is no address of this machine.
    """
    with _listening(host, port) as listener:
        config = uvicorn.Config(
            create_app(settings),
            log_level="info",
            access_log=False,  # it would hold what people look for
            timeout_graceful_shutdown=_PATIENCE,
        )
        # uvicorn stops in order and then raises what stopped it.
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    """A socket bound to the address, so that a port in use is known before anything is loaded."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        raise AddressUnusable(host=host, port=port, detail=error) from error
