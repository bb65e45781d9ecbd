"""Settings: read once from the environment, checked, frozen, handed down."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from mangrove_ar.errors import BadSettings

SHORTEST_SECRET_BYTES = 32
LOCAL_NAMES = (".local", ".localhost", ".lan", ".home.arpa")
SECOND_FACTOR = ("off", "publishers")
HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:]+\](:\d{1,5})?")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What one install knows about itself; every field is checked before the service starts."""

    instance: Path
    """Folder for the database, built files, static files and the secret; the only one that is written."""
    content: Path
    """Folder of the words: species, sites, stations, quizzes."""
    assets: Path
    """Folder of the sources of models and markers."""
    secret_key: str
    """At least 32 bytes; kept in `instance/secret_key` unless given."""
    database_url: str
    """SQLAlchemy address; SQLite in the instance folder unless given."""
    public_url: str
    """Scheme and host that plaques carry, such as https://trail.example; no path."""
    storage_url: str = ""
    """Folder or `s3://` bucket of the built files, checked when it is opened; empty means `files`."""
    proxy_hops: int = 0
    """How many reverse proxies stand in front; their forwarded headers are believed, no others."""
    second_factor: str = "off"
    """`off`, or `publishers`: curators and admins must have one."""
    testing: bool = False

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read the settings, or stop with the name of the one that is wrong.

        Raises:
            BadSettings: a value is missing or cannot work.
        """
        root = Path(__file__).resolve().parent.parent
        instance = Path(environment.get("MANGROVE_INSTANCE") or root / "instance").resolve()
        return cls(
            instance=_writable(instance),
            content=_folder("MANGROVE_CONTENT", environment.get("MANGROVE_CONTENT") or root / "content"),
            assets=_folder("MANGROVE_ASSETS", environment.get("MANGROVE_ASSETS") or root / "assets"),
            secret_key=_secret(environment.get("MANGROVE_SECRET_KEY"), instance),
            database_url=environment.get("DATABASE_URL") or f"sqlite:///{instance / 'mangrove.sqlite'}",
            public_url=_origin(environment.get("MANGROVE_PUBLIC_URL") or "http://127.0.0.1:8000"),
            storage_url=environment.get("STORAGE_URL") or "",
            proxy_hops=_whole_number("MANGROVE_PROXY_HOPS", environment.get("MANGROVE_PROXY_HOPS") or "0"),
            second_factor=_second_factor(environment.get("MANGROVE_SECOND_FACTOR") or "off"),
        )

    def environment(self) -> dict[str, str]:
        """Give the environment from which another process of this install reads the same settings."""
        return {
            "MANGROVE_INSTANCE": str(self.instance),
            "MANGROVE_CONTENT": str(self.content),
            "MANGROVE_ASSETS": str(self.assets),
            "MANGROVE_SECRET_KEY": self.secret_key,
            "MANGROVE_PUBLIC_URL": self.public_url,
            "MANGROVE_PROXY_HOPS": str(self.proxy_hops),
            "MANGROVE_SECOND_FACTOR": self.second_factor,
            "DATABASE_URL": self.database_url,
            "STORAGE_URL": self.storage_url,
        }

    @property
    def files(self) -> Path:
        """Folder of built files in the instance folder: the place itself, or copies of what is in a bucket."""
        return self.instance / "files"

    @property
    def builds(self) -> Path:
        """Folder in which builds note what they gave."""
        return self.instance / "builds"

    @property
    def uploads(self) -> Path:
        """Folder of files that staff are sending, until they are checked."""
        return self.instance / "uploads"

    @property
    def sources(self) -> Path:
        """Folder of the sources of models that staff sent, laid out like `assets`."""
        return self.instance / "sources"

    @property
    def packs(self) -> Path:
        """Folder of the packs that were made in the studio."""
        return self.instance / "packs"

    @property
    def plaques(self) -> Path:
        """Folder in which packs keep what they typeset and proved; not for visitors."""
        return self.instance / "plaques"

    @property
    def public_host(self) -> str:
        """Host of the public address, without its port."""
        return urlsplit(self.public_url).hostname or ""

    @property
    def is_public_elsewhere(self) -> bool:
        """Whether phones anywhere can follow the public address; plaques that lead into a local network are trials."""
        try:
            return ip_address(self.public_host).is_global
        except ValueError:
            return self.public_host != "localhost" and not self.public_host.endswith(LOCAL_NAMES)

    @property
    def is_https(self) -> bool:
        """Whether plaques lead to an encrypted address."""
        return self.public_url.startswith("https://")


def _writable(instance: Path) -> Path:
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSettings(
            f"MANGROVE_INSTANCE: the folder {instance} cannot be made ({error.strerror}); name one that can be written."
        ) from error
    if not os.access(instance, os.W_OK):
        raise BadSettings(f"MANGROVE_INSTANCE: the folder {instance} cannot be written; name one that can.")
    return instance


def _folder(name: str, value: str | Path) -> Path:
    folder = Path(value).resolve()
    if not folder.is_dir():
        raise BadSettings(f"{name}: there is no folder {folder}.")
    return folder


def _secret(given: str | None, instance: Path) -> str:
    """Take the secret from the environment, else from its file, else make it once."""
    file = instance / "secret_key"
    if given is None and not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as opened:
            opened.write(secrets.token_urlsafe(SHORTEST_SECRET_BYTES))
    secret = given if given is not None else file.read_text().strip()
    if len(secret.encode()) < SHORTEST_SECRET_BYTES:
        raise BadSettings(
            f"MANGROVE_SECRET_KEY: {len(secret.encode())} bytes are too few; give at least {SHORTEST_SECRET_BYTES}, "
            'for example from: python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    return secret


def _origin(value: str) -> str:
    parts = urlsplit(value.rstrip("/"))
    if parts.scheme not in {"http", "https"} or not HOST.fullmatch(parts.netloc) or parts.path:
        raise BadSettings(
            f"MANGROVE_PUBLIC_URL: {value!r} is not an address; write scheme and host only, such as https://trail.example"
        )
    return f"{parts.scheme}://{parts.netloc}"


def _whole_number(name: str, value: str) -> int:
    if not value.isdigit():
        raise BadSettings(f"{name}: {value!r} is not a whole number.")
    return int(value)


def _second_factor(value: str) -> str:
    if value not in SECOND_FACTOR:
        raise BadSettings(f"MANGROVE_SECOND_FACTOR: {value!r} is unknown; write {' or '.join(SECOND_FACTOR)}.")
    return value
