"""Every way in which Mangrove AR says no: one class for each condition, fit for a person to read."""


class MangroveError(Exception):
    """Carry a message that says what happened, to which thing, and what to do."""

    status = 500
    code = "internal_error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadSettings(MangroveError):
    """A setting is missing or has a value that cannot work; the start stops."""

    code = "bad_settings"


class BadContent(MangroveError):
    """Files of `content/` break the rules; nothing of them was imported."""

    status = 422
    code = "bad_content"

    def __init__(self, faults: list[str]) -> None:
        super().__init__("Nothing was imported. Please correct:\n" + "\n".join(f"- {fault}" for fault in faults))
        self.faults = faults


class BadMarker(MangroveError):
    """A picture cannot become a marker."""

    status = 422
    code = "bad_marker"


class BadModel(MangroveError):
    """A model's source or recipe cannot be built."""

    status = 422
    code = "bad_model"


class BuildFailure(MangroveError):
    """A build could not be finished, though nothing is wrong with its sources."""

    status = 503
    code = "build_failure"


class StorageFailure(MangroveError):
    """The place for built files could not be read or written."""

    status = 503
    code = "storage_failure"


class NotSaved(MangroveError):
    """What an editor typed could not be written; the page still has it."""

    status = 503
    code = "not_saved"


class NoSuchFile(MangroveError):
    """No built file has this name, or its bytes no longer match its name."""

    status = 404
    code = "no_such_file"


class NotPublished(MangroveError):
    """The current release has no such page."""

    status = 404
    code = "not_published"


class NothingPublished(MangroveError):
    """No release has been published yet."""

    status = 503
    code = "nothing_published"


class MistypedCode(MangroveError):
    """A station code's check symbol does not fit its other symbols: a slip of the finger or of the eye."""

    status = 404
    code = "mistyped_code"


class UnknownCode(MangroveError):
    """A station code is well formed, but no plaque carries it."""

    status = 404
    code = "unknown_code"


class StationWithdrawn(MangroveError):
    """The station exists, and is closed for now."""

    status = 410
    code = "station_withdrawn"


class BadRequest(MangroveError):
    """A request cannot be understood."""

    status = 400
    code = "bad_request"


class BadEvents(MangroveError):
    """A batch of events breaks the rules of its form; nothing of it was stored."""

    status = 422
    code = "bad_events"


class UnknownLearner(MangroveError):
    """A phone asks for progress without showing its key."""

    status = 401
    code = "unknown_learner"


class BadPassword(MangroveError):
    """A name or a password cannot be taken; `problem` is name, taken, length, repeat, known or own."""

    status = 422
    code = "bad_password"

    def __init__(self, problem: str, message: str) -> None:
        super().__init__(message)
        self.problem = problem


class InvitationSpent(MangroveError):
    """A one-time link was used before, has run out, or never existed."""

    status = 410
    code = "invitation_spent"


class NoSuchPerson(MangroveError):
    """Nobody of the staff has this number."""

    status = 404
    code = "no_such_person"


class WrongPassword(MangroveError):
    """A step that asks for the password again was given another one; nothing was changed."""

    status = 422
    code = "wrong_password"


class WrongCode(MangroveError):
    """A code of the second factor is wrong, was used before, or came too late."""

    status = 422
    code = "wrong_code"


class LastAdmin(MangroveError):
    """Without this person nobody could look after people any more."""

    status = 409
    code = "last_admin"


class BadPlaque(MangroveError):
    """A plaque cannot be printed as it was asked for; of a text without room, `misfit` names part and language."""

    status = 422
    code = "bad_plaque"

    def __init__(self, message: str, misfit: tuple[str, str] | None = None) -> None:
        super().__init__(message)
        self.misfit = misfit


class NoSuchPack(MangroveError):
    """No pack has this number."""

    status = 404
    code = "no_such_pack"


class PackNotReady(MangroveError):
    """A pack is not in the state that this step needs."""

    status = 409
    code = "pack_not_ready"


class BadReport(MangroveError):
    """What a visitor or the patrol says about a plaque cannot be kept as it is."""

    status = 422
    code = "bad_report"


class BadTemplate(MangroveError):
    """A template of a plaque is missing, or was edited into something that cannot be typeset."""

    status = 422
    code = "bad_template"


class MissingFont(MangroveError):
    """A font that the plaques are set in is not installed."""

    code = "missing_font"


class NoSuchRecord(MangroveError):
    """No record has this kind and slug."""

    status = 404
    code = "no_such_record"


class RecordExists(MangroveError):
    """A new record would take the slug of another."""

    status = 409
    code = "record_exists"


class BadRecord(MangroveError):
    """A record cannot be shown as it is."""

    status = 422
    code = "bad_record"


class DraftMoved(MangroveError):
    """A draft is not what the person saw when they decided about it."""

    status = 409
    code = "draft_moved"


class NotReady(MangroveError):
    """A draft cannot be published yet; `problems` counts what stands in the way."""

    status = 422
    code = "not_ready"


class NeedsSecondPerson(MangroveError):
    """Who submitted a draft does not approve it too, as long as somebody else could."""

    status = 403
    code = "needs_second_person"


class NoSuchPreview(MangroveError):
    """A preview's link was changed, or was never made by this service."""

    status = 404
    code = "no_such_preview"


class PreviewEnded(MangroveError):
    """A preview's link has run out."""

    status = 410
    code = "preview_ended"


class NoSuchRelease(MangroveError):
    """No release has this number."""

    status = 404
    code = "no_such_release"


class BadUpload(MangroveError):
    """A file that staff send cannot be taken; `reason` names the sentence for it in `builds.refusals`."""

    status = 422
    code = "bad_upload"

    def __init__(self, reason: str, message: str, **values: str | int) -> None:
        super().__init__(message)
        self.reason = reason
        self.values = values


class UploadTooLarge(BadUpload):
    """A file, or all unfinished files of a person together, are larger than may be."""

    status = 413


class UploadMoved(BadUpload):
    """The bytes that are sent do not follow those that are here, or somebody sends the same file at this moment."""

    status = 409


class NoSuchUpload(BadUpload):
    """A person has no upload with this name."""

    status = 404


class UploadDiskFull(BadUpload):
    """The disk has no room for more; what was acknowledged is kept."""

    status = 507


class MediaInUse(MangroveError):
    """A picture or sound is shown by records, so that it cannot be deleted."""

    status = 409
    code = "media_in_use"


class NoSuchMedia(MangroveError):
    """No picture or sound has this number."""

    status = 404
    code = "no_such_media"


class BadSheet(MangroveError):
    """A table of texts that somebody sent cannot be read; `problem` says why, with the `values` of its sentence."""

    status = 422
    code = "bad_sheet"

    def __init__(self, problem: str, **values: str | int) -> None:
        super().__init__(f"The table cannot be read ({problem}). Please export it again, and change only its texts.")
        self.problem = problem
        self.values = values


class NeedsCurator(MangroveError):
    """Only curators and admins may do this."""

    status = 403
    code = "needs_curator"


class ReleaseMoved(MangroveError):
    """Another release went live since a person decided to go back."""

    status = 409
    code = "release_moved"
