"""Settings → a running HTTP server on one address, until it is told to stop."""

from __future__ import annotations

import contextlib
import os
import socket

import uvicorn

from rag.api.app import create_app
from rag.errors import AddressUnusable
from rag.settings import Settings

__all__ = ["serve"]

# Seconds that requests under way are given when the server is told to stop.
_PATIENCE = 10
# Connections that may wait to be accepted.
_WAITING = 2048


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
    with contextlib.ExitStack() as stack:
        try:
            family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            # asyncio turns off Nagle's delay (40 ms a response here) only where TCP is named.
            listener = stack.enter_context(
                socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
            )
            if os.name == "posix":  # elsewhere it would let two servers share a port
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            # Not the port of `address`: getaddrinfo takes 70000 for 4464.
            listener.bind((address[0], port))
            # Tells a port in use that can be bound to nonetheless.
            listener.listen(_WAITING)
        except (OSError, OverflowError) as error:
            raise AddressUnusable(host=host, port=port, detail=error) from error
        stack.pop_all()
        return listener
