"""A web server on loopback with made-up government sites, and a log of all that it was asked for."""

from __future__ import annotations

import hashlib
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PROMISE = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 5000\r\n\r\n"
MODIFIED = formatdate(1737340000, usegmt=True)


@dataclass
class Answer:
    """What the server says to one address."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    validators: bool = True


@dataclass(frozen=True)
class Asked:
    """One request that came in."""

    at: float
    path: str
    conditional: bool
    agent: str
    status: int


Play = Callable[["Handler"], None]
"""An answer that no proper server gives: it talks to the connection itself."""


class Site:
    """One host: answers by path (with its query), and the log of requests. Use it in a with statement."""

    def __init__(self, tls=None) -> None:
        """tls: a context for sites that are asked by https."""
        self.answers: dict[str, Answer | Play | list[Answer | Play]] = {}
        self.log: list[Asked] = []
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.site = self
        self._scheme = "https" if tls else "http"
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        return f"{self._scheme}://{self.host}"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def page(self, path, html, encoding="utf-8", **given):
        """A page of HTML."""
        kind = given.pop("kind", "text/html")
        self.answers[path] = Answer(html.encode(encoding), kind, **given)

    def file(self, path, body, kind="application/pdf", **given):
        """A file."""
        self.answers[path] = Answer(body, kind, **given)

    def redirect(self, path, to, status=302):
        self.answers[path] = Answer(status=status, headers={"Location": to}, validators=False)

    def asked(self, start="/"):
        """The paths that were asked for, robots.txt left out, in order."""
        return [one.path for one in self.log if one.path.startswith(start) and one.path != "/robots.txt"]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_):
        """Clients that are killed, and those that have enough, are what this is for."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        site = self.server.site
        answer = site.answers.get(self.path, Answer(b"<html>404</html>", status=404, validators=False))
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if callable(answer):
            self.note(0)
            answer(self)
            self.close_connection = True
            return
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        conditional = self.headers.get("If-None-Match") == etag or self.headers.get("If-Modified-Since") == MODIFIED
        if conditional and answer.validators and answer.status == 200:
            self.say(304, {"ETag": etag})
            return
        headers = {"Content-Type": answer.kind, **({"ETag": etag} if answer.validators else {}), **answer.headers}
        self.say(answer.status, headers, answer.body)

    def say(self, status, headers, body=b""):
        self.note(status)
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def note(self, status):
        conditional = "If-None-Match" in self.headers or "If-Modified-Since" in self.headers
        asked = Asked(time.monotonic(), self.path, conditional, self.headers.get("User-Agent", ""), status)
        self.server.site.log.append(asked)

    def log_message(self, *_):
        pass


def reset(handler):
    """Half an answer, then the connection is reset."""
    handler.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 5000\r\n\r\n%PDF-1.4 half"
    )
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def short(handler):
    """Less than was promised."""
    handler.wfile.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 5000\r\n\r\n%PDF-1.4 half"
    )


def without_length(body):
    """A body that ends where the connection does."""

    def play(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nConnection: close\r\n\r\n" + body)

    return play


def wrong_length(body, length):
    """A length that is not the body's."""

    def play(handler):
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: {length}\r\n\r\n"
        handler.wfile.write(head.encode() + body)

    return play


def drip(handler):
    """A byte now and then, without end."""
    handler.wfile.write(PROMISE + b"%PDF")
    _until_gone(handler, b".", 0.05)


def endless(handler):
    """Bytes without end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nConnection: close\r\n\r\n%PDF")
    _until_gone(handler, b"." * 65536, 0.0)


def silent(handler):
    """Nothing at all."""
    time.sleep(2)


def _until_gone(handler, part, pause):
    try:
        for _ in range(2000):
            handler.wfile.write(part)
            handler.wfile.flush()
            time.sleep(pause)
    except OSError:
        pass
