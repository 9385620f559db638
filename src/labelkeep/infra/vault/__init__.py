"""Keys and sealing: AES-256-GCM for column values and streams, data keys wrapped by the owner's master key."""

from labelkeep.infra.vault.datakeys import DataKey
from labelkeep.infra.vault.keyring import Keyring, Loader, Owner, WrappedKey
from labelkeep.infra.vault.sealing import Place, SealedBytes, blind, key_id, open_sealed, opener, seal
from labelkeep.infra.vault.wrapping import KeyKind, KeyWrapper

__all__ = [
    "DataKey",
    "KeyKind",
    "KeyWrapper",
    "Keyring",
    "Loader",
    "Owner",
    "Place",
    "SealedBytes",
    "WrappedKey",
    "blind",
    "key_id",
    "open_sealed",
    "opener",
    "seal",
]
