"""What the demo project holds: pictures of scikit-image (CC0 or public domain), an ontology, a guideline, a policy."""

from typing import Any

from labelkeep.domain.ontology.shapes import Ontology

PICTURES = {
    "retina.jpg": "medical - retina.jpg",
    "microaneurysms.png": "medical - microaneurysms.png",
    "ihc.png": "medical - stained tissue.png",
    "cell.png": "medical - cell.png",
    "astronaut.png": "people - astronaut.png",
    "camera.png": "people - camera.png",
    "chelsea.png": "animals - cat.png",
    "horse.png": "animals - horse.png",
    "coffee.png": "objects - coffee.png",
    "coins.png": "objects - coins.png",
    "motorcycle_left.png": "objects - motorcycle.png",
    "rocket.jpg": "objects - rocket.jpg",
    "clock_motion.png": "objects - clock.png",
    "hubble_deep_field.jpg": "sky - deep field.jpg",
    "moon.png": "sky - moon.png",
    "page.png": "documents - page.png",
}
"""File in the package -> name in the project."""

POLICY: dict[str, Any] = {
    "exposure": "standard",
    "delivery": "rendered",
    "inference": ["browser"],
    "approvals": 1,
    "thumbnails": True,
}
NOTE = {
    "sensitive": "Retina and tissue pictures may belong to patients. The demo's pictures are public.",
    "path": "Pictures are rendered on this server; browsers get tiles, never files.",
    "reviewers": "Rosa Lind reviews every label; nobody reviews their own.",
    "exceptions": "Anything that looks like a name or a number of a person: stop, ask a question, tell Ada Okafor.",
}


def _radio(attr: str, label: str, options: list[tuple[str, str]], *, required: bool = False) -> dict[str, Any]:
    return {
        "id": attr,
        "label": label,
        "type": "radio",
        "required": required,
        "options": [{"id": option, "label": word} for option, word in options],
    }


QUALITIES = [("good", "good"), ("usable", "usable"), ("poor", "poor")]
ONTOLOGY = Ontology.model_validate(
    {
        "schema": "lk-ontology/1",
        "tasks": [
            {
                "id": "objects",
                "kind": "object",
                "label": "Objects",
                "geometry": ["bbox", "polygon"],
                "classes": [
                    {
                        "id": "lesion",
                        "label": "Lesion",
                        "color": "#d1495b",
                        "key": "1",
                        "description": "Haemorrhage, exudate or microaneurysm.",
                        "attributes": [
                            _radio(
                                "severity",
                                "Severity",
                                [("mild", "mild"), ("moderate", "moderate"), ("severe", "severe")],
                            ),
                        ],
                    },
                    {"id": "optic-disc", "label": "Optic disc", "color": "#edae49", "key": "2", "attributes": []},
                    {
                        "id": "cell",
                        "label": "Cell",
                        "color": "#00798c",
                        "key": "3",
                        "attributes": [{"id": "stained", "label": "Stained", "type": "bool", "required": False}],
                    },
                    {
                        "id": "person",
                        "label": "Person",
                        "color": "#5b5fc7",
                        "key": "4",
                        "attributes": [
                            {
                                "id": "visible",
                                "label": "Visible",
                                "type": "radio",
                                "required": True,
                                "options": [
                                    {"id": "whole", "label": "whole"},
                                    {
                                        "id": "partly",
                                        "label": "partly",
                                        "attributes": [
                                            _radio(
                                                "hidden", "Hidden by", [("edge", "the edge"), ("object", "an object")]
                                            ),
                                        ],
                                    },
                                ],
                            },
                        ],
                    },
                    {"id": "animal", "label": "Animal", "color": "#52a447", "key": "5", "attributes": []},
                    {"id": "thing", "label": "Thing", "color": "#b56576", "key": "6", "attributes": []},
                ],
            },
            {
                "id": "picture",
                "kind": "classification",
                "label": "Whole picture",
                "attributes": [
                    _radio(
                        "quality", "Quality", [("good", "good"), ("usable", "usable"), ("poor", "poor")], required=True
                    ),
                ],
            },
        ],
    }
)
GUIDELINE = """# What to label

Draw a **box** around each thing, person and animal, and a **polygon** around each lesion and cell whose
outline you see.

- A box touches the outermost pixels of the thing, no more.
- Label what you can see. Leave out what you would have to guess; ask a question instead.
- Say for each picture how good it is.

## When in doubt

Press **Q**, point at the place and ask. Your question stays with the label.
"""
