"""The readers of annotation files, joined to children of the sandbox."""

from collections.abc import Iterator

from labelkeep.infra.sandbox.conversing import Answer, converse
from labelkeep.infra.sandbox.frames import Message
from labelkeep.infra.sandbox.launching import Launcher
from labelkeep.infra.sandbox.limits import Limits
from labelkeep.plugins.formats.parts.confined import TASK

PATIENCE = 60.0
"""Seconds for which a reader may neither ask nor find anything."""


class ConfinedReaders:
    """Fulfils ``assets.findings.Readers``; its children share no process with decoders of media."""

    def __init__(self) -> None:
        self.launcher = Launcher([TASK])

    def read(self, payload: bytes, answer: Answer, limits: Limits) -> Iterator[Message]:
        """See ``Readers``."""
        return converse(self.launcher, TASK, payload, answer, limits, PATIENCE)

    def close(self) -> None:
        """Stop every reader."""
        self.launcher.close()
