"""Ports 8101 to 8113 for who cannot open ``kortrijk.localhost``: each port carries on to the platform's own port, byte by byte.

Nothing is rewritten. The browser sends ``Host: localhost:8105``; the site reads from that port which municipality is meant.
"""

import asyncio
import threading
from collections.abc import Iterable

_PIECE = 65_536


class Relay:
    """Listens on several ports and carries every connection on to ``target``. Runs in one thread of its own."""

    def __init__(self, address: str, ports: Iterable[int], target: int) -> None:
        self.address, self.ports, self.target = address, list(ports), target
        self.busy: list[int] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
        self._ready = threading.Event()

    def start(self) -> list[int]:
        """Listen; returns the ports that another program already holds."""
        self._thread.start()
        self._ready.wait(timeout=5)
        return self.busy

    def stop(self) -> None:
        """Stop listening; open connections are cut."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(timeout=5)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        self._ready.set()
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _listen(self) -> None:
        for port in self.ports:
            try:
                await asyncio.start_server(self._carry, self.address, port)
            except OSError:
                self.busy.append(port)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            onward = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pump(reader, onward[1]), _pump(onward[0], writer), return_exceptions=True)
        for end in (writer, onward[1]):
            end.close()


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while piece := await source.read(_PIECE):
            sink.write(piece)
            await sink.drain()
    finally:
        if sink.can_write_eof():
            sink.write_eof()
