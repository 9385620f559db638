"""The sentence that every member reads, made from what is enforced, so words and deeds cannot drift."""

from collections.abc import Sequence

WHERE = {
    "rendered": "Pictures stay in this building. You see rendered pixels.",
    "direct": "Pictures come straight from the owner's bucket; access ends within a minute.",
    "workstation": "Pictures never leave your machine; only labels travel.",
}
MODELS: dict[tuple[str, ...], str] = {
    (): "No models are used.",
    ("browser",): "Models may run only in your browser.",
    ("server",): "Models may run only on the premises.",
    ("browser", "server"): "Models may run only in your browser and on the premises.",
}
"""What is allowed, not what happens: whether there are models at all is no setting of a policy."""
EXPORTS = {1: "Exports need one approval by another person.", 2: "Exports need two approvals by other people."}


def sentence(delivery: str, inference: Sequence[str], approvals: int, *, thumbnails: bool) -> str:
    """Return the allowed data path in plain words."""
    models = MODELS[tuple(sorted(each for each in inference if each != "external"))]
    if "external" in inference:
        models += " Models outside may see them."
    grid = "" if thumbnails else " No thumbnails are shown."
    return f"{WHERE[delivery]}{grid} {models} {EXPORTS[approvals]}"
