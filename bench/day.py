"""A day's pictures, and the two workbenches that show them: Labelkeep from this checkout, Label Studio from its package.

Label Studio runs as its own documents start it (its own small database, one process), telemetry off, and is asked the
same by the same browser.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import threading
import time
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import homes
import pyvips
from studio import QUIET, free_port, installed, wait_for

PICTURES = (
    "astronaut.png", "coffee.png", "chelsea.png", "camera.png", "coins.png", "retina.jpg", "rocket.jpg", "ihc.png",
    "cell.png", "horse.png", "clock_motion.png", "moon.png", "page.png", "motorcycle_left.png",
    "motorcycle_right.png", "hubble_deep_field.jpg", "microaneurysms.png", "brick.png", "grass.png", "gravel.png",
    "text.png", "color.png", "logo.png", "phantom.png",
)  # fmt: skip
"""Files that scikit-image ships; the first is a square photograph."""
WHOLE = 30
QUALITY = {
    "id": "quality", "label": "Quality", "type": "radio", "required": True,
    "options": [{"id": "good", "label": "good"}, {"id": "poor", "label": "poor"}],
}  # fmt: skip
ONTOLOGY = {
    **homes.ONTOLOGY,
    "tasks": [
        *homes.ONTOLOGY["tasks"],
        {"id": "picture", "kind": "classification", "label": "Whole picture", "attributes": [QUALITY]},
    ],
}
CONFIG = """<View><Image name="image" value="$image"/><RectangleLabels name="label" toName="image">
<Label value="Alpha"/><Label value="Beta"/><Label value="Gamma"/></RectangleLabels>
<Choices name="quality" toName="image"><Choice value="good"/><Choice value="poor"/></Choices></View>"""


def lay_pictures(folder: Path, count: int) -> list[Path]:
    """Lay out real pictures: those of scikit-image, then halves of the large ones among them."""
    spec = find_spec("skimage")
    if spec is None or spec.origin is None:
        raise SystemExit("The pictures come with scikit-image, which is not installed.")
    source = Path(spec.origin).parent / "data"
    folder.mkdir()
    images = [pyvips.Image.new_from_file(str(source / name)) for name in PICTURES]
    for image, side in ((image, side) for side in (0, 1) for image in list(images) if image.width > 600):
        half = image.width // 2
        images.append(image.crop(side * half, 0, half, image.height))
    made: list[Path] = []
    for number, image in enumerate(images[:count]):
        made.append(folder / f"picture-{number:03}.png")
        image.pngsave(str(made[-1]), compression=3)
    return made


def lay_pieces(folder: Path, count: int) -> None:
    """Lay out small pieces of the same pictures, each another one."""
    spec = find_spec("skimage")
    assert spec is not None and spec.origin is not None, "lay_pictures ran before"
    folder.mkdir()
    image = pyvips.Image.new_from_file(str(Path(spec.origin).parent / "data" / "retina.jpg"))
    for number in range(count):
        left, top = 100 + (number % 20) * 35, 100 + (number // 20) * 60
        image.crop(left, top, 400, 400).jpegsave(str(folder / f"piece-{number:03}.jpg"), Q=85)


@contextmanager
def labelkeep(folder: Path, pictures: Path, pieces: Path | None, laden: list[int]) -> Generator[dict[str, Any]]:
    """Serve a fresh home with these pictures; yields a side of the plan, with the root process as ``pid``."""
    roots = (pictures,) if pieces is None else (pictures, pieces)
    home = homes.make(folder / "home", annotators=6 + len(laden), ontology=ONTOLOGY)
    with homes.served(home, workers=1, roots=roots) as plan:
        for root in range(len(roots)):
            homes.import_folder(plan, home.manager_token, root=root)
        project = f"/projects/{home.project}"
        screens = [
            ["list", "/"], ["table", f"{project}/"], ["labelling", f"{project}/label"], ["settings", "/account"],
        ]  # fmt: skip
        yield {
            "name": "labelkeep", "origin": f"http://127.0.0.1:{plan['port']}", "label": f"{project}/label",
            "screens": screens, "people": homes.links(home), "tokens": home.tokens, "project": str(home.project),
            "laden": laden, "pid": plan["pid"],
        }  # fmt: skip


@contextmanager
def label_studio(folder: Path, pictures: list[Path], laden: list[int]) -> Generator[dict[str, Any]]:
    """Serve Label Studio with these pictures; yields a side of the plan, with the root process as ``pid``."""
    port, token, password = free_port(), secrets.token_hex(20), secrets.token_urlsafe(12)
    command = [
        str(installed() / "bin" / "label-studio"), "start", "day", "--init", "--no-browser", "--port", str(port),
        "--username", "day@example.test", "--password", password, "--user-token", token, "--enable-legacy-api-token",
        "--data-dir", str(folder / "studio"),
    ]  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | QUIET
    began = time.monotonic()
    with (folder / "studio.log").open("wb") as log:
        child = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_for(port, child)
        started = round(time.monotonic() - began, 1)
        origin = f"http://127.0.0.1:{port}"
        project = _ask(origin, token, "/api/projects/", {"title": "Day", "label_config": CONFIG})["id"]
        for picture in pictures:
            _upload(origin, token, project, picture)
        screens = [
            ["list", "/projects"], ["table", f"/projects/{project}/data"],
            ["labelling", f"/projects/{project}/data?labeling=1"], ["settings", f"/projects/{project}/settings"],
        ]  # fmt: skip
        yield {
            "name": "label_studio", "origin": origin, "label": f"/projects/{project}/data?labeling=1",
            "screens": screens, "people": ["day@example.test", password], "tokens": [token], "project": str(project),
            "laden": laden, "pid": child.pid, "first_start_s": started,
        }  # fmt: skip
    finally:
        os.killpg(child.pid, signal.SIGTERM)
        child.wait()


def _ask(origin: str, token: str, path: str, body: Any) -> Any:
    return _send(origin, token, path, json.dumps(body).encode(), "application/json")


def _upload(origin: str, token: str, project: int, picture: Path) -> None:
    edge = uuid.uuid4().hex
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{picture.name}"\r\n'
    body = (head + "Content-Type: image/png\r\n\r\n").encode() + picture.read_bytes() + f"\r\n--{edge}--\r\n".encode()
    path = f"/api/projects/{project}/import?commit_to_project=true"
    _send(origin, token, path, body, f"multipart/form-data; boundary={edge}")


def _send(origin: str, token: str, path: str, body: bytes, kind: str) -> Any:
    headers = {"Authorization": f"Token {token}", "Content-Type": kind}
    with urlopen(Request(origin + path, body, headers), timeout=120) as answer:
        return json.loads(answer.read())


class Names:
    """Answers every question for a name of the outside with 'no such name', and remembers it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 53))
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        while True:
            question, who = self._socket.recvfrom(512)
            labels, at = list[str](), 12
            while at < len(question) and question[at]:
                labels.append(question[at + 1 : at + 1 + question[at]].decode("latin-1"))
                at += 1 + question[at]
            self.asked.append(".".join(labels))
            # the same question, marked as an answer: recursion available, no such name
            self._socket.sendto(question[:2] + b"\x81\x83" + question[4:], who)


def alone() -> Names | None:
    """Make this process's own network a room without a door where it has just been given one; None where it was not.

    What would leave is counted: names asked for, and packets that take the only way out, which ends nowhere.
    """
    if "UX_ALONE" not in os.environ:
        return None
    for command in (
        "ip link set lo up", "ip link add out0 type dummy", "sysctl -qw net.ipv6.conf.out0.disable_ipv6=1",
        "ip addr add 192.0.2.2/24 dev out0", "ip link set out0 up", "ip route add default via 192.0.2.1",
    ):  # fmt: skip
        subprocess.run(command.split(), check=False, capture_output=True)
    resolver = Path(os.environ["UX_ALONE"])
    resolver.write_text("nameserver 127.0.0.1\n")
    subprocess.run(["mount", "--bind", str(resolver), "/etc/resolv.conf"], check=True, capture_output=True)
    return Names()


def packets_out() -> int | None:
    """Return how many packets took the way out of this process's own network; None where there is no such way."""
    counted = Path("/sys/class/net/out0/statistics/tx_packets")
    try:
        # the folder of another network shows the other's; /proc follows the process
        lines = Path("/proc/net/dev").read_text().splitlines()
    except OSError:
        return int(counted.read_text())
    return next((int(line.split(":")[1].split()[8]) for line in lines if line.strip().startswith("out0:")), None)
