"""What can be wrong with stored content, uploads and sources."""

from labelkeep.core.errors import Conflict, Invalid, LabelkeepError


class ContentMissing(LabelkeepError):
    """The store has no object under this key."""

    code = "blob.missing"
    status = 404


class UploadUnknown(LabelkeepError):
    """No such upload was begun in this project, or it was aborted."""

    code = "upload.unknown"
    status = 404


class UploadFinished(Conflict):
    """The upload is complete and takes no more bytes."""

    code = "upload.finished"


class UploadGap(Conflict):
    """A part starts after the bytes received so far; ``received`` says where to go on."""

    code = "upload.gap"


class UploadOverlap(Conflict):
    """A part starts before the end of the bytes received so far; ``received`` says where to go on."""

    code = "upload.overlap"


class UploadTooLong(Invalid):
    """A part reaches past the size that was announced, or is larger than one part may be."""

    code = "upload.too_long"


class UploadIncomplete(Conflict):
    """The upload cannot be finished: bytes are missing; ``received`` says how many are here."""

    code = "upload.incomplete"


class SourceRefused(Invalid):
    """A path of a source folder is not a plain file below it: a link, a device, a way out, or not readable."""

    code = "source.refused"
