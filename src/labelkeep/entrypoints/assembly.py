"""Putting a house together: plug-ins are found by looking into their packages; key and store are chosen by name."""

from functools import partial
from typing import Protocol, runtime_checkable

from labelkeep.access.passes import Passes
from labelkeep.core.settings import Settings
from labelkeep.domain.assets.formats import Reader
from labelkeep.domain.assets.importing import ImportJob
from labelkeep.domain.labels.importing import Intake
from labelkeep.domain.releases.writing import ReleaseJob
from labelkeep.domain.tasks.ending import sweep
from labelkeep.domain.tasks.opening import Opener
from labelkeep.domain.viewing.ending import Ending
from labelkeep.domain.viewing.sights import Sight
from labelkeep.domain.viewing.tally import Tally
from labelkeep.entrypoints.migrating import metadata
from labelkeep.entrypoints.pictures import Pictures
from labelkeep.entrypoints.rasters import Rasters
from labelkeep.entrypoints.readers import ConfinedReaders
from labelkeep.entrypoints.worker.background import signer_of
from labelkeep.infra.blobs import Blobs, StoreKind
from labelkeep.infra.db.roles import Urls
from labelkeep.infra.house import House, engine_of, keyring_of
from labelkeep.infra.registry import discover
from labelkeep.infra.sandbox import Renderers, Sandbox
from labelkeep.infra.vault import KeyKind
from labelkeep.plugins import datatypes, formats, keys, stores

KEYS = "file"
STORE = "local"


@runtime_checkable
class DataType(Protocol):
    """What a process must know of a data type before it meets a file: what its sandboxed children may be asked."""

    @property
    def name(self) -> str:
        """Stable word, such as ``image``."""
        ...

    @property
    def tasks(self) -> tuple[str, ...]:
        """Tasks of its children, see ``Sandbox``."""
        ...

    @property
    def renderer(self) -> str:
        """The one of them that shows stored tiles, see ``Renderers``."""
        ...


def assemble(settings: Settings, urls: Urls) -> House:
    """Return the house of this process on a migrated database."""
    metadata()  # a worker maps every table before its first statement, not only those that it happens to import
    key = discover(keys, KeyKind)[KEYS]
    key.install(settings.home)
    engine = engine_of(urls)
    keyring = keyring_of(key.open(settings.home), engine)
    blobs = Blobs(
        discover(stores, StoreKind)[STORE].open(settings.home), lambda project_id: keyring.key_of("project", project_id)
    )
    house = House(settings=settings, urls=urls, engine=engine, keyring=keyring, blobs=blobs)
    house.parts["tally"] = Tally()
    kinds = discover(datatypes, DataType)
    sandbox = Sandbox([task for kind in kinds.values() for task in kind.tasks], at_once=settings.sandboxes)
    house.parts["sights"] = Passes[Sight]()
    house.parts["sandbox"] = sandbox
    house.parts["raster"] = Rasters(Renderers(kinds["image"].renderer, settings.sandboxes, sandbox=sandbox))
    house.parts["signer"] = partial(signer_of, settings.home)
    pictures = Pictures(sandbox, settings.sandboxes, settings.max_pixels)
    house.parts["formats"] = discover(formats, Reader)
    readers = house.parts["readers"] = ConfinedReaders()
    importing = ImportJob(pictures, readers, Intake(), Opener())
    house.parts["jobs"] = {"import": importing, "release": ReleaseJob()}
    house.parts["sweeps"] = {"leases": sweep, "views": Ending()}
    return house
