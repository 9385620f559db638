"""Content of projects: content-addressed, sealed before it is stored, read by range, uploaded in parts."""

from labelkeep.infra.blobs.blobs import BlobRef, Blobs
from labelkeep.infra.blobs.sources import Source, SourceEntry
from labelkeep.infra.blobs.stores import Entry, Store, StoreKind
from labelkeep.infra.blobs.uploads import Uploads

__all__ = ["BlobRef", "Blobs", "Entry", "Source", "SourceEntry", "Store", "StoreKind", "Uploads"]
