"""Settings: one frozen object, unknown names refused, secrets never printed."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the operator may set, each by ``LABELKEEP_<NAME>`` in the environment or a flag of the command line."""

    model_config = SettingsConfigDict(env_prefix="LABELKEEP_", frozen=True, extra="forbid")

    home: Path = Path("labelkeep-home")
    """Folder that holds everything: database, blobs, ledger files, secrets."""
    database: SecretStr | None = None
    """Connection URL of the owner role on a PostgreSQL 15+ server; empty starts the embedded one."""
    host: str = "127.0.0.1"
    """Address to listen on; any other than this machine's own asks for TLS."""
    port: Annotated[int, Field(ge=1, le=65535)] = 8600
    """TCP port to listen on."""
    public_origin: str | None = None
    """Origin that browsers use, such as https://labels.example; derived from host and port when empty."""
    tls_cert: Path | None = None
    """Certificate chain (PEM) with which the server itself speaks TLS; needs the key too."""
    tls_key: Path | None = None
    """Private key (PEM) of that certificate."""
    tls_self: bool = False
    """Speak TLS with a certificate of an own local authority, made in the home folder."""
    behind_proxy: str | None = None
    """Network (CIDR) of the proxy that ends TLS before this server; only it may say who the client is."""
    import_roots: tuple[Path, ...] = ()
    """Folders below which the server may read pictures for import."""
    idle_minutes: Annotated[int, Field(ge=1, le=60)] = 60
    """A session without activity of its person ends after this time."""
    absolute_hours: Annotated[int, Field(ge=1, le=12)] = 12
    """A session ends after this time whatever happens."""
    lease_minutes: Annotated[int, Field(ge=5, le=1440)] = 30
    """How long a claimed task is kept without activity before others may have it."""
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    """HTTP processes."""
    sandboxes: Annotated[int, Field(ge=1, le=64)] = 2
    """Child processes that decode untrusted media at the same time."""
    max_upload_mib: Annotated[int, Field(ge=1)] = 2048
    """Largest single file that may be uploaded."""
    max_pixels: Annotated[int, Field(ge=1)] = 1_000_000_000
    """A picture that declares more pixels is refused before it is decoded."""
