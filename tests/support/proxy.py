# SPDX-License-Identifier: GPL-3.0-or-later
"""A bad network on loopback: a TCP proxy that delays, cuts and duplicates what passes through it.

    with Proxy(server.port) as proxy:
        client = Client(proxy.url)
        proxy.lose_answers = 1      # the next request arrives, its answer does not
"""

import contextlib
import socket
import threading
import time


class Proxy:
    """Forwards to 127.0.0.1:@target, or to the socket whose path it is.  The knobs may be turned while connections are open.

    delay_ms         waits so long before each piece, both ways
    lose_answers     so many answers are thrown away and their connection cut
    duplicates       so many requests are sent a second time on a connection of their own
    cut_after        bytes towards the server after which the connection is cut, or None
    refuse           True: new connections are closed at once
    """

    def __init__(self, target):
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._open = set()
        self._closing = False
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.delay_ms = 0
        self.lose_answers = 0
        self.duplicates = 0
        self.cut_after = None
        self.refuse = False
        threading.Thread(target=self._accept, daemon=True).start()

    def _take(self, knob):
        """Uses one of a counted fault; FALSE when none is left."""
        with self._lock:
            left = getattr(self, knob)
            if left > 0:
                setattr(self, knob, left - 1)
            return left > 0

    def _accept(self):
        while not self._closing:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.refuse:
                client.close()
                continue
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _connect(self):
        if isinstance(self._target, int):
            return socket.create_connection(("127.0.0.1", self._target), timeout=10)
        upstream = socket.socket(socket.AF_UNIX)
        upstream.connect(self._target)
        return upstream

    def _serve(self, client):
        try:
            upstream = self._connect()
            upstream.settimeout(None)
        except OSError:
            client.close()
            return
        pair = (client, upstream)
        self._open.update(pair)
        back = threading.Thread(target=self._towards_client, args=pair, daemon=True)
        back.start()
        self._towards_server(*pair)
        back.join()
        for side in pair:
            self._open.discard(side)
            side.close()

    def _pieces(self, source):
        with contextlib.suppress(OSError):
            while piece := source.recv(65536):
                time.sleep(self.delay_ms / 1000)
                yield piece

    def _towards_server(self, client, upstream):
        sent = 0
        with contextlib.suppress(OSError):
            for piece in self._pieces(client):
                if self.cut_after is not None and sent + len(piece) > self.cut_after:
                    upstream.sendall(piece[:max(0, self.cut_after - sent)])
                    _cut(client, upstream)
                    return
                if self._take("duplicates"):
                    self._send_apart(piece)
                upstream.sendall(piece)
                sent += len(piece)
            upstream.shutdown(socket.SHUT_WR)

    def _towards_client(self, client, upstream):
        with contextlib.suppress(OSError):
            for piece in self._pieces(upstream):
                if self._take("lose_answers"):
                    _cut(client, upstream)
                    return
                client.sendall(piece)
            client.shutdown(socket.SHUT_WR)

    def _send_apart(self, piece):
        """The same request once more; its answer is read and forgotten."""
        def send():
            with contextlib.suppress(OSError), self._connect() as twin:
                twin.sendall(piece)
                twin.recv(65536)
        threading.Thread(target=send, daemon=True).start()

    def cut_all(self):
        """Breaks every connection that is open now."""
        for side in list(self._open):
            _cut(side)

    def close(self):
        self._closing = True
        self._listener.close()
        self.cut_all()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _cut(*sides):
    for side in sides:
        with contextlib.suppress(OSError):
            side.shutdown(socket.SHUT_RDWR)
