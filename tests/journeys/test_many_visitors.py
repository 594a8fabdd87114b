"""Browsers keep their connections open. However many stand idle, the next visitor is answered."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack

import pytest

from nabij.testing.server import Region

pytestmark = [pytest.mark.xdist_group("browser-2"), pytest.mark.slow(reason="a real demo")]
IDLE, WITHIN_S = 150, 10


def test_idle_connections_keep_nobody_waiting(region: Region) -> None:
    with ExitStack() as held:
        for _ in range(IDLE):
            visitor = held.enter_context(socket.create_connection(("127.0.0.1", region.port), timeout=WITHIN_S))
            visitor.sendall(f"GET /healthz/live HTTP/1.1\r\nHost: localhost:{region.port}\r\n\r\n".encode())
            assert visitor.recv(12) == b"HTTP/1.1 200"
        begun = time.monotonic()
        assert region.get("kortrijk", "/").status == 200
        assert time.monotonic() - begun < WITHIN_S
