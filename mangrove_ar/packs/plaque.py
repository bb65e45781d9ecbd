"""What one plaque carries, and the mark that tells one print of it from the next."""

import hashlib
from dataclasses import dataclass

from mangrove_ar.catalogue.codes import SYMBOLS
from mangrove_ar.catalogue.words import Words

REVISION_SYMBOLS = 5


@dataclass(frozen=True, kw_only=True)
class Plaque:
    """The printed board of a station, before it has a size.

    Attributes:
        slug, number, name: the station.
        site: the name of its green space.
        zone: of the forest; it gives the plaque its colour.
        line: one sentence in each language: the two lines of text.
        alt: what the marker shows, for those who cannot see it.
        public_url: scheme and host of the trail, such as https://trail.example.
        code: the station code of eight symbols that the QR code carries.
        marker: name in storage of the marker as it is printed.
        target: SHA-256 of the target that phones load for it.
    """

    slug: str
    number: int
    name: Words
    site: Words
    zone: str
    line: Words
    alt: Words
    public_url: str
    code: str
    marker: str
    target: str

    @property
    def url(self) -> str:
        """Give the address of the QR code."""
        return station_url(self.public_url, self.code)

    @property
    def host(self) -> str:
        """Give the host in plain letters, for the eye to compare with what the phone shows."""
        return self.public_url.partition("://")[2]

    @property
    def revision(self) -> str:
        """Give the revision mark: it changes when marker, code or host changes, and with nothing else."""
        return revision_of(self.target, self.url)


def station_url(public_url: str, code: str) -> str:
    """Give the short address of a station all in upper case, which QR codes hold in fewer modules.

    Source: ISO/IEC 18004 section 7.4.4 (alphanumeric mode).
    """
    return f"{public_url}/s/{code}".upper()


def revision_of(target: str, url: str) -> str:
    """Shorten target and address to five symbols that people can read to each other."""
    number = int.from_bytes(hashlib.sha256(f"{target}\0{url}".encode()).digest()[:8])
    return "".join(SYMBOLS[number >> (5 * place) & 31] for place in reversed(range(REVISION_SYMBOLS)))
