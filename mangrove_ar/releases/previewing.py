"""Show what a visitor would see if one draft were public: documents made while they are read, nothing stored."""

from dataclasses import dataclass
from typing import cast

from mangrove_ar.catalogue.checks_shape import shape_problems
from mangrove_ar.catalogue.problems import Problem
from mangrove_ar.catalogue.records import Kind, Record
from mangrove_ar.releases.documents import CodesDocument
from mangrove_ar.releases.gaps import fill_gaps
from mangrove_ar.releases.queries import D, Visible
from mangrove_ar.releases.rows import read_codes, read_rows
from mangrove_ar.releases.snapshot import Snapshot


@dataclass(frozen=True)
class Previewed(Visible):
    """The approved records, with one draft among them."""

    snapshot: Snapshot
    codes: CodesDocument

    def read(self, path: str, form: type[D]) -> D:
        """Give the document at a path.

        Raises:
            NotPublished: there would be none.
        """
        document = self.codes if path == "codes" else self.snapshot.document(path)
        return cast(D, document)


def preview_of(kind: Kind, slug: str, record: Record) -> Previewed | list[Problem]:
    """Open a preview of a draft, or say what is missing where there is no page to show.

    Words that are missing are filled in, and a closed station stands open: who works on it wants to see it.
    """
    filled = fill_gaps(kind, record)
    rows = read_rows()
    missing = list(shape_problems(kind, filled))
    if kind == "stations":
        filled["withdrawn"] = False
        if filled["site"] not in rows.records["sites"]:
            missing.append(Problem("site", "link.site", True, {"slug": filled["site"] or "–"}))
    return missing or Previewed(Snapshot(rows.with_record(kind, slug, filled)), read_codes())
