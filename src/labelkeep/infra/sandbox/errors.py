"""The one error of the sandbox: untrusted media was not accepted, and why."""

from typing import Any

from labelkeep.core.errors import LabelkeepError
from labelkeep.infra.sandbox.frames import Usage


class MediaRefused(LabelkeepError):
    """A file was not accepted, or the child that read it was stopped.

    ``code`` is stable and starts with ``media.`` (the closed list is ``REFUSALS``); ``usage`` is what the child
    took, where known.
    """

    code = "media.broken"
    status = 422

    def __init__(self, code: str, message: str, usage: Usage | None = None, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.usage = usage
        self.code = code if code in REFUSALS else "media.broken"


class SandboxUnavailable(LabelkeepError):
    """Children cannot be confined or started on this machine, so no untrusted file is read."""

    code = "sandbox.unavailable"
    status = 503


REFUSALS = {
    "media.unsupported": "The file is of a type that this version does not read.",
    "media.not_a_picture": "The content is not a picture.",
    "media.broken": "The file is truncated or damaged.",
    "media.too_large": "The file declares more pixels or pages than the limit.",
    "media.bomb": "The file would unpack to far more than its size can honestly hold.",
    "media.time": "Reading the file took longer than allowed.",
    "media.memory": "Reading the file needed more memory than allowed.",
    "media.output": "The file produced more output than allowed.",
    "media.crashed": "The decoder crashed on the file.",
    "media.cancelled": "Reading the file was cancelled.",
}
"""Every code a ``MediaRefused`` can carry, with its meaning."""
