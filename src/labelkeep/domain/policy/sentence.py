"""The sentence that every member reads, made from what is enforced, so words and deeds cannot drift.

It is agreed and recorded in English. Readers get it in their own language, from the same settings by the same table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "de"]


@dataclass(frozen=True, slots=True)
class Phrases:
    """What each setting says in one language."""

    delivery: Mapping[str, str]
    models: Mapping[tuple[str, ...], str]
    """What is allowed, not what happens: whether there are models at all is no setting of a policy."""
    outside: str
    no_thumbnails: str
    approvals: Mapping[int, str]


PHRASES: Mapping[Language, Phrases] = {
    "en": Phrases(
        delivery={
            "rendered": "Pictures stay in this building. You see rendered pixels.",
            "direct": "Pictures come straight from the owner's bucket; access ends within a minute.",
            "workstation": "Pictures never leave your machine; only labels travel.",
        },
        models={
            (): "No models are used.",
            ("browser",): "Models may run only in your browser.",
            ("server",): "Models may run only on the premises.",
            ("browser", "server"): "Models may run only in your browser and on the premises.",
        },
        outside="Models outside may see them.",
        no_thumbnails="No thumbnails are shown.",
        approvals={
            1: "Exports need one approval by another person.",
            2: "Exports need two approvals by other people.",
        },
    ),
    "de": Phrases(
        delivery={
            "rendered": "Bilder bleiben in diesem Haus. Sie sehen gerenderte Pixel.",
            "direct": "Bilder kommen direkt aus dem Speicher des Eigentümers; der Zugang endet binnen einer Minute.",
            "workstation": "Bilder verlassen nie Ihren Rechner; nur Annotationen werden übertragen.",
        },
        models={
            (): "Modelle werden nicht verwendet.",
            ("browser",): "Modelle dürfen nur in Ihrem Browser laufen.",
            ("server",): "Modelle dürfen nur im eigenen Haus laufen.",
            ("browser", "server"): "Modelle dürfen nur in Ihrem Browser und im eigenen Haus laufen.",
        },
        outside="Modelle außerhalb dürfen sie sehen.",
        no_thumbnails="Vorschaubilder werden nicht gezeigt.",
        approvals={
            1: "Exporte brauchen die Freigabe einer anderen Person.",
            2: "Exporte brauchen die Freigabe von zwei anderen Personen.",
        },
    ),
}


def parts(
    delivery: str, inference: Sequence[str], approvals: int, *, thumbnails: bool, language: Language = "en"
) -> list[tuple[str, str]]:
    """Return the allowed data path as (setting, what it adds to the sentence), in the order of the sentence."""
    say = PHRASES[language]
    models = say.models[tuple(sorted(each for each in inference if each != "external"))]
    if "external" in inference:
        models += " " + say.outside
    grid = [] if thumbnails else [("thumbnails", say.no_thumbnails)]
    return [("delivery", say.delivery[delivery]), *grid, ("inference", models), ("approvals", say.approvals[approvals])]


def sentence(
    delivery: str, inference: Sequence[str], approvals: int, *, thumbnails: bool, language: Language = "en"
) -> str:
    """Return the allowed data path in plain words."""
    said = parts(delivery, inference, approvals, thumbnails=thumbnails, language=language)
    return " ".join(words for _, words in said)


def sentences(delivery: str, inference: Sequence[str], approvals: int, *, thumbnails: bool) -> dict[Language, str]:
    """Return the allowed data path in every language that the app speaks."""
    return {each: sentence(delivery, inference, approvals, thumbnails=thumbnails, language=each) for each in PHRASES}
