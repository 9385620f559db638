"""``labelkeep serve``, ``demo``, ``worker``, ``migrate``, ``doctor``, ``openapi``."""

import json as jsonlib
import signal
import threading
from pathlib import Path
from typing import Annotated, Any

import typer

from labelkeep.entrypoints import checkup, demonstration, serving
from labelkeep.entrypoints.certificates import fingerprint
from labelkeep.entrypoints.cli.console import Home, Json, answer, say, settings_of
from labelkeep.entrypoints.http.app import create_app
from labelkeep.entrypoints.serving import Transport
from labelkeep.entrypoints.worker.background import Background
from labelkeep.infra.house import House

Host = Annotated[str | None, typer.Option("--host", help="Address to listen on.", show_default="127.0.0.1")]
Port = Annotated[int | None, typer.Option("--port", help="Port to listen on.", show_default="8600")]
Origin = Annotated[
    str | None, typer.Option("--origin", help="Origin that browsers use, such as https://labels.example.")
]
Certificate = Annotated[Path | None, typer.Option("--tls-cert", help="Certificate chain (PEM).")]
Key = Annotated[Path | None, typer.Option("--tls-key", help="Private key (PEM).")]
Own = Annotated[bool, typer.Option("--tls-self", help="Own local authority; prints its fingerprint.")]
Proxy = Annotated[
    str | None, typer.Option("--behind-proxy", help="Network of the TLS proxy before this server (CIDR).")
]
Processes = Annotated[int | None, typer.Option("--workers", help="HTTP processes.")]


class Ready:
    """What is printed when the server stands."""

    def __init__(self, lines: Any) -> None:
        self._lines = lines

    def progress(self, word: str) -> None:
        """Print one word of progress."""
        say(word)

    def __call__(self, house: House) -> None:
        """Print the closing lines."""
        for line in self._lines(house):
            say(line)


def serve(
    host: Host = None,
    port: Port = None,
    origin: Origin = None,
    tls_cert: Certificate = None,
    tls_key: Key = None,
    tls_self: Own = False,
    behind_proxy: Proxy = None,
    workers: Processes = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Serve: database, migrations, background work and HTTP in one command."""
    settings = settings_of(
        home, host=host, port=port, public_origin=origin, workers=workers,
        tls_cert=tls_cert, tls_key=tls_key, tls_self=tls_self or None, behind_proxy=behind_proxy,
    )  # fmt: skip
    transport = serving.transport_of(settings)

    def lines(_house: House) -> list[str]:
        where = serving.origin_of(settings, transport)
        words = [f"Labelkeep is at {where}. Sign-in links: labelkeep user link NAME. Stop with Ctrl-C."]
        if transport.self_signed:
            words.append(f"Fingerprint of the local authority: {fingerprint(settings.home / 'secrets' / 'tls')}")
        return [jsonlib.dumps({"origin": where})] if json else words

    serving.serve(settings, transport, Ready(lines))


def demo(
    host: Host = None,
    port: Port = None,
    data: Annotated[
        Path | None, typer.Option("--data", help="Folder of pictures, with COCO, VOC or YOLO files if any.")
    ] = None,
    policy: Annotated[Path | None, typer.Option("--policy", help="Policy as TOML, instead of the interview.")] = None,
    note: Annotated[Path | None, typer.Option("--note", help="Operating note as Markdown with four headings.")] = None,
    workers: Processes = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Serve with a demo organisation, or with a project made of a folder; prints one-time sign-in links."""
    settings = settings_of(home, host=host, port=port, workers=workers)
    settings = demonstration.with_roots(settings, data)
    plan = demonstration.Plan(data=data, policy=policy, note=note)
    where = serving.origin_of(settings, Transport())

    def lines(house: House) -> list[str]:
        made = demonstration.prepare(house, plan, where)
        return [jsonlib.dumps(made)] if json else demonstration.words(made, where, settings.home)

    serving.serve(settings, Transport(), Ready(lines))


def worker(home: Home = None) -> None:
    """Run background work only: the queue, the sequencer and periodic tasks."""
    stop = threading.Event()

    def end(_number: int, _frame: object) -> None:
        stop.set()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, end)
    with serving.opened(settings_of(home)) as house:
        background = Background(house)
        background.start()
        say("The worker is running. Stop with Ctrl-C.")
        stop.wait()
        background.stop()


def migrate(home: Home = None, json: Json = False) -> None:
    """Bring the database to this version."""
    with serving.database(settings_of(home)):
        answer({"migrated": True}, "The database is at this version.", as_json=json)


def doctor(home: Home = None, json: Json = False) -> None:
    """Check this machine and home, and say in words what is missing or switched off."""
    settings = settings_of(home)
    found = checkup.examine(settings)
    words = [f"{'ok  ' if each['ok'] else 'look'}  {each['what']}: {each['says']}" for each in found]
    answer(found, "\n".join(words), as_json=json)
    if not all(each["ok"] for each in found):
        raise typer.Exit(1)


def openapi(out: Annotated[Path | None, typer.Argument(help="File to write; prints if left out.")] = None) -> None:
    """Write the OpenAPI 3.1 description."""
    text = jsonlib.dumps(create_app(None, origins=frozenset(), secure=True).openapi(), indent=1, sort_keys=True)
    if out is None:
        say(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")
