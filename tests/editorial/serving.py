"""A studio in a process of its own, which a test can kill, start again, or keep from writing."""

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from mangrove_ar.app import create_app
from mangrove_ar.storage.local import LocalStorage
from tests.conftest import ROOT, make_settings

NO_LIMIT = resource.RLIM_INFINITY


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    def log(self, type: str, message: str, *args: object) -> None:
        pass


@dataclass
class StudioProcess:
    """A running studio: where it answers, and what can happen to it."""

    instance: Path
    port: int = 0
    server: subprocess.Popen[str] = field(init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, the next time at the same address."""
        command = [sys.executable, "-m", "tests.editorial.serving", str(self.instance), str(self.port)]
        self.server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.server.stdout
        self.port = int(self.server.stdout.readline())

    def kill(self) -> None:
        """End it as a power cut does: nothing is tidied up."""
        self.server.send_signal(signal.SIGKILL)
        self.server.wait(20)
        if self.server.stdout:
            self.server.stdout.close()

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """Let no file grow."""
        resource.prlimit(self.server.pid, resource.RLIMIT_FSIZE, (0, NO_LIMIT))
        try:
            yield
        finally:
            resource.prlimit(self.server.pid, resource.RLIMIT_FSIZE, (NO_LIMIT, NO_LIMIT))


@contextmanager
def studio_process(instance: Path) -> Iterator[StudioProcess]:
    """Run a studio on an instance folder that has its tables and its staff."""
    studio = StudioProcess(instance)
    studio.start()
    try:
        yield studio
    finally:
        studio.kill()


def main(instance: str, port: str) -> None:
    settings = make_settings(Path(instance))
    app = create_app(settings, LocalStorage(settings.instance / "files"))
    server = make_server("127.0.0.1", int(port), app, threaded=True, request_handler=Quiet)
    print(server.port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
