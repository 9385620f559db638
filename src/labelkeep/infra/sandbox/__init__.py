"""Child processes that decode untrusted media: no network, no files, no secrets, bounded in time and memory."""

from labelkeep.infra.sandbox.decoding import Sandbox
from labelkeep.infra.sandbox.errors import REFUSALS, MediaRefused, SandboxUnavailable
from labelkeep.infra.sandbox.frames import Message, Usage
from labelkeep.infra.sandbox.launching import confinement
from labelkeep.infra.sandbox.limits import Limits
from labelkeep.infra.sandbox.renderers import Renderers

__all__ = [
    "REFUSALS",
    "Limits",
    "MediaRefused",
    "Message",
    "Renderers",
    "Sandbox",
    "SandboxUnavailable",
    "Usage",
    "confinement",
]
