"""What can be wrong with keys and sealed bytes. No message ever quotes a key or a plaintext."""

from labelkeep.core.errors import LabelkeepError


class SealBroken(LabelkeepError):
    """Sealed bytes do not open: altered, moved to another row or column, or sealed by another project's key."""

    code = "vault.seal_broken"
    status = 500


class StreamDamaged(LabelkeepError):
    """A sealed stream is altered, cut short, put together from others, or belongs to another key or context."""

    code = "vault.stream_damaged"
    status = 500


class KeyUnavailable(LabelkeepError):
    """A data key cannot be unwrapped now: the master key is another one, or what guards it does not answer."""

    code = "vault.key_unavailable"
    status = 503


class KeyErased(LabelkeepError):
    """The owner has no data key (any more): what was sealed for them is gone for good."""

    code = "vault.key_erased"
    status = 410


class KeyExposed(LabelkeepError):
    """Other accounts of this machine could read or replace the master key file, so it is not used."""

    code = "vault.key_exposed"
    status = 503
