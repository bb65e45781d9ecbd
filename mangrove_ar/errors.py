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
    """A new account's name or password cannot be taken; `problem` is name, length or repeat."""

    status = 422
    code = "bad_password"

    def __init__(self, problem: str, message: str) -> None:
        super().__init__(message)
        self.problem = problem


class InvitationSpent(MangroveError):
    """A one-time link was used before, has run out, or never existed."""

    status = 410
    code = "invitation_spent"


class BadPlaque(MangroveError):
    """A plaque cannot be printed as it was asked for."""

    status = 422
    code = "bad_plaque"


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
