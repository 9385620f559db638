"""What each choice means, costs and switches off: one table, shown in the interview and enforced by ``refusals``."""

from labelkeep.domain.policy.shapes import Choice, PolicyIn, Refused

EXPOSURE = [
    Choice(
        value="standard", title="Standard", available=True,
        explains="Members of the project see the pictures of their tasks; managers may look at all of them.",
        cost="Nothing: this is the most flexible level.",
    ),
    Choice(
        value="restricted", title="Restricted", available=True,
        explains="As standard, but every release needs two approvals and no thumbnails are shown.",
        cost="Managers work without picture grids, and a second approver must be at hand for each release.",
    ),
    Choice(
        value="local", title="Local only", available=False,
        explains="Pictures never leave the annotator's machine.",
        cost="Each machine needs the files and the power to show them; the server renders and watermarks nothing.",
        why_not="Local work comes with workstation delivery, which this version does not have yet.",
    ),
]  # fmt: skip
DELIVERY = [
    Choice(
        value="rendered", title="Rendered pixels", available=True,
        explains="The server cuts pictures into tiles; browsers get pixels and never a file.",
        cost="The server needs disk for tiles and CPU to make them once.",
    ),
    Choice(
        value="direct", title="Straight from your bucket", available=False,
        explains="Browsers read the owner's bucket by addresses that live a minute; bytes never pass the server.",
        cost="No server watermark, redaction, zoom limit, thumbnails or models; only types that browsers decode.",
        why_not="Buckets are not connected in this version.",
    ),
    Choice(
        value="workstation", title="Annotator's machine", available=False,
        explains="Files stay on the annotator's machine; the server knows hash, size and labels.",
        cost="No server watermark, redaction, thumbnails or server models; each annotator needs the files.",
        why_not="Workstation folders are not read in this version.",
    ),
]  # fmt: skip
INFERENCE = [
    Choice(
        value="browser", title="Models in the browser", available=True,
        explains="Models may run on the annotator's machine on the pixels shown; no picture goes to a model server.",
        cost="Speed depends on each machine. Storage and sign-in paths remain as they are.",
    ),
    Choice(
        value="server", title="Models on the premises", available=True,
        explains="Models may run on your own servers, inside your network.",
        cost="Your servers need the power; model servers then see the pictures.",
    ),
    Choice(
        value="external", title="Models outside", available=False,
        explains="Pictures would go to a service outside your network.",
        cost="Data leaves the perimeter.",
        why_not="Labelkeep sends no picture outside; no connector exists.",
    ),
]  # fmt: skip
ALL = {"exposure": EXPOSURE, "delivery": DELIVERY, "inference": INFERENCE}


def refusals(policy: PolicyIn) -> list[Refused]:
    """Return why this policy cannot be taken: unavailable choices and impossible pairs. Empty means it can."""
    found = [
        Refused(field=field, message=f"{choice.title}: {choice.why_not}")
        for field, taken in (
            ("exposure", [policy.exposure]),
            ("delivery", [policy.delivery]),
            ("inference", list(policy.inference)),
        )
        for choice in ALL[field]
        if choice.value in taken and not choice.available
    ]
    if policy.exposure == "restricted" and policy.approvals < 2:
        found.append(Refused(field="approvals", message="Restricted exposure needs two approvals for each release."))
    if policy.exposure == "restricted" and policy.thumbnails:
        found.append(Refused(field="thumbnails", message="Restricted exposure shows no thumbnails."))
    if policy.delivery != "rendered" and policy.thumbnails:
        found.append(Refused(field="thumbnails", message="Without rendering on the server there are no thumbnails."))
    if len(set(policy.inference)) != len(policy.inference):
        found.append(Refused(field="inference", message="A path is named twice."))
    return found


def costs(policy: PolicyIn) -> list[str]:
    """Return what the choices cost, in words."""
    taken = {"exposure": [policy.exposure], "delivery": [policy.delivery], "inference": list(policy.inference)}
    return [choice.cost for field, values in taken.items() for choice in ALL[field] if choice.value in values]


def loosened(before: PolicyIn, after: PolicyIn) -> list[str]:
    """Return in words what ``after`` allows that ``before`` did not: each needs a second person's yes."""
    words: list[str] = []
    if _rank(EXPOSURE, after.exposure) < _rank(EXPOSURE, before.exposure):
        words.append(f"Exposure goes from {before.exposure} to {after.exposure}.")
    if after.delivery != before.delivery:
        words.append(f"Delivery changes from {before.delivery} to {after.delivery}.")
    words += [f"Models may also run by the path {path}." for path in after.inference if path not in before.inference]
    if after.approvals < before.approvals:
        words.append(f"Releases need {after.approvals} instead of {before.approvals} approvals.")
    if after.thumbnails and not before.thumbnails:
        words.append("Thumbnails are shown.")
    return words


def _rank(choices: list[Choice], value: str) -> int:
    return [choice.value for choice in choices].index(value)
