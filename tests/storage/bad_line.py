"""A line to a server that goes wrong: it cuts, spoils, refuses or stays silent, one connection after the other."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

PIECE = 16 * 1024
WHOLE = 2**62


@dataclass(frozen=True)
class Fault:
    """What happens to one connection."""

    cut_after: int = WHOLE
    """Bytes from the client that pass; the line is cut when more come."""
    cut_answer_after: int = WHOLE
    """Bytes from the server that pass; the line is cut when more come."""
    spoil: tuple[bytes, bytes] = (b"", b"")
    """Bytes from the client that are replaced on the way."""
    answer: bytes | None = None
    """Sent instead of asking the server; empty means silence."""


SOUND = Fault()


def answering(status: str, body: bytes = b"", media_type: str = "text/plain") -> Fault:
    """Answer a request without asking the server."""
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return Fault(answer=head.encode() + body)


@dataclass
class BadLine:
    """A port of this machine that leads to another, and what becomes of its next connections."""

    port: int
    usual: Fault = SOUND
    next_faults: list[Fault] = field(default_factory=list)
    connections: int = 0
    passed: Callable[[int], None] = lambda count: None
    """Told how many bytes went to the server, as they go."""


@contextmanager
def bad_line(to_port: int) -> Iterator[BadLine]:
    """Listen until the end of the test; connections that are still open are cut then."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        line = BadLine(listener.getsockname()[1])
        opened: list[socket.socket] = []
        threads = [threading.Thread(target=_accept, args=(listener, line, to_port, opened))]
        threads[0].start()
        try:
            yield line
        finally:
            _cut(listener)
            threads[0].join()
            for end in opened:
                _cut(end)


def _accept(listener: socket.socket, line: BadLine, to_port: int, opened: list[socket.socket]) -> None:
    threads = []
    while True:
        try:
            client, _ = listener.accept()
        except OSError:  # The test is over.
            break
        opened.append(client)
        line.connections += 1
        fault = line.next_faults.pop(0) if line.next_faults else line.usual
        threads.append(threading.Thread(target=_serve, args=(client, line, fault, to_port, opened)))
        threads[-1].start()
    for end in opened:
        _cut(end)
    for thread in threads:
        thread.join()


def _serve(client: socket.socket, line: BadLine, fault: Fault, to_port: int, opened: list[socket.socket]) -> None:
    with client:
        if fault.answer is not None:
            _answer(client, fault.answer)
            return
        with socket.create_connection(("127.0.0.1", to_port)) as server:
            opened.append(server)
            back = threading.Thread(target=_pass, args=(server, client, fault.cut_answer_after, (b"", b""), None))
            back.start()
            _pass(client, server, fault.cut_after, fault.spoil, line)
            _cut(client)
            _cut(server)
            back.join()


def _answer(client: socket.socket, answer: bytes) -> None:
    """Read the head of a request, answer, and wait until the other side has gone."""
    with suppress(OSError):
        head = b""
        while b"\r\n\r\n" not in head and (piece := client.recv(PIECE)):
            head += piece
        client.sendall(answer)
        while client.recv(PIECE):
            pass


def _pass(
    source: socket.socket, target: socket.socket, cut_after: int, spoil: tuple[bytes, bytes], line: BadLine | None
) -> None:
    count = 0
    with suppress(OSError):
        while count <= cut_after and (piece := source.recv(PIECE)):
            kept = piece[: cut_after - count]
            target.sendall(kept.replace(*spoil) if spoil[0] else kept)
            count += len(piece)
            if line:
                line.passed(len(piece))
        if not line:
            _cut(target)


def _cut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
