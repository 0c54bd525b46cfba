"""The wire between bot and world: it can be cut, or swallow everything, and be mended again."""

from __future__ import annotations

import contextlib
import socket
import threading
from itertools import cycle


class Wire:
    """Listens at `address` and passes everything on to a local port, in threads of its own.

    With several ports it takes them in turn, and those at which nobody listens it leaves out.
    """

    def __init__(self, *ports: int) -> None:
        self._ports = cycle(ports)
        self._count = len(ports)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._open: set[socket.socket] = set()
        self._is_cut = self._is_silent = False
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def is_still(self) -> bool:
        """Nobody is connected, and all that was said has been passed on."""
        return not self._open

    def cut(self) -> None:
        """Every connection breaks, and no new one lasts."""
        self._is_cut = True
        for one in list(self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def swallow(self) -> None:
        """Connections stand, and nothing gets through in either direction."""
        self._is_silent = True

    def mend(self) -> None:
        if self._is_silent:
            self.cut()  # what was swallowed does not come out again
        self._is_cut = self._is_silent = False

    def close(self) -> None:
        self.cut()
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self._is_cut:
                near.close()
                continue
            far = self._connect()
            if far is None:
                near.close()
                continue
            self._open |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _connect(self) -> socket.socket | None:
        for _ in range(self._count):
            with contextlib.suppress(OSError):
                return socket.create_connection(("127.0.0.1", next(self._ports)))
        return None

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                if not self._is_silent:
                    other.sendall(data)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._open.discard(one)
        one.close()
