"""What can stand in the way of a release."""

from labelkeep.core.errors import Conflict, Denied, Invalid, LabelkeepError


class OntologyMissing(Conflict):
    """A snapshot means something only under an ontology, and the project has none."""

    code = "snapshot.no_ontology"


class OwnRelease(Denied):
    """Who asked for a release does not decide on it."""

    code = "release.own"


class ApprovedAlready(Conflict):
    """One person counts once, however often they approve."""

    code = "release.approved_already"


class WrongState(Conflict):
    """The release is past, or not yet at, the point where this can be done."""

    code = "release.wrong_state"


class NotRecipient(Denied):
    """Only those named in the request may take the file."""

    code = "release.not_recipient"


class AlreadyDownloaded(LabelkeepError):
    """Each recipient takes a release once."""

    code = "release.already_downloaded"
    status = 410


class ArchiveRefused(Invalid):
    """A release file is not what its manifest and signature say."""

    code = "release.file_refused"
