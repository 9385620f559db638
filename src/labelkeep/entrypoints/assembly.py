"""Putting a house together: the only place that knows which plug-ins, stores and keys a process uses."""

from functools import partial

from labelkeep.core.settings import Settings
from labelkeep.domain.assets.importing import ImportJob
from labelkeep.domain.labels.importing import Intake
from labelkeep.domain.releases.writing import ReleaseJob
from labelkeep.domain.tasks.ending import sweep
from labelkeep.domain.tasks.opening import Opener
from labelkeep.domain.viewing.tally import Tally
from labelkeep.entrypoints.migrating import metadata
from labelkeep.entrypoints.pictures import Pictures
from labelkeep.entrypoints.rasters import Rasters
from labelkeep.entrypoints.readers import ConfinedReaders
from labelkeep.entrypoints.worker.background import signer_of
from labelkeep.infra.blobs import Blobs
from labelkeep.infra.db.roles import Urls
from labelkeep.infra.house import House, engine_of, keyring_of
from labelkeep.infra.sandbox import Renderers, Sandbox
from labelkeep.plugins.datatypes.image import KIND as PICTURE
from labelkeep.plugins.formats.confined import READERS
from labelkeep.plugins.keys.file import KIND as FILE_KEY
from labelkeep.plugins.stores.local import KIND as LOCAL_STORE


def assemble(settings: Settings, urls: Urls) -> House:
    """Return the house of this process on a migrated database."""
    metadata()  # a worker maps every table before its first statement, not only those that it happens to import
    FILE_KEY.install(settings.home)
    engine = engine_of(urls)
    keyring = keyring_of(FILE_KEY.open(settings.home), engine)
    blobs = Blobs(LOCAL_STORE.open(settings.home), lambda project_id: keyring.key_of("project", project_id))
    house = House(settings=settings, urls=urls, engine=engine, keyring=keyring, blobs=blobs)
    house.parts["tally"] = Tally()
    sandbox = Sandbox(PICTURE.tasks, at_once=settings.sandboxes)
    house.parts["sandbox"] = sandbox
    house.parts["raster"] = Rasters(Renderers(PICTURE.renderer, settings.sandboxes, sandbox=sandbox))
    house.parts["formats"] = {reader.name: reader for reader in READERS}
    house.parts["signer"] = partial(signer_of, settings.home)
    pictures = Pictures(sandbox, settings.sandboxes, settings.max_pixels)
    readers = house.parts["readers"] = ConfinedReaders()
    importing = ImportJob(pictures, readers, Intake(), Opener())
    house.parts["jobs"] = {"import": importing, "release": ReleaseJob()}
    house.parts["sweeps"] = {"leases": sweep}
    return house
