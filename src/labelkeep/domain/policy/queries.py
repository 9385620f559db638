"""Reading policies."""

from collections.abc import Sequence

from sqlalchemy import select

from labelkeep.access.capabilities import Read
from labelkeep.access.doors import Access
from labelkeep.domain.policy.choices import ALL, costs
from labelkeep.domain.policy.sentence import parts, sentence, sentences
from labelkeep.domain.policy.shapes import Note, Part, PolicyIn, PolicyOut, PolicyPage
from labelkeep.domain.policy.tables import PolicyRow
from labelkeep.domain.projects.shapes import Words
from labelkeep.domain.projects.tables import ProjectRow


def policy_of(access: Access[Read], row: PolicyRow) -> PolicyIn:
    """Return a stored version as it was proposed."""
    note = access.unseal_json("policy_version", "note", row.id, row.note) if row.note else None
    return PolicyIn.model_validate(
        {
            "exposure": row.exposure,
            "delivery": row.delivery,
            "inference": row.inference,
            "approvals": row.approvals,
            "thumbnails": row.thumbnails,
            "note": Note(**note) if note else None,
        }
    )


def policy_out(access: Access[Read], row: PolicyRow) -> PolicyOut:
    """Return a stored version with its sentence and costs."""
    policy = policy_of(access, row)
    return PolicyOut(
        **policy.model_dump(exclude={"second_person"}),
        id=row.id,
        n=row.n,
        state=row.state,
        sentence=sentence_of(row),
        sentences=said(row.delivery, row.inference, row.approvals, thumbnails=row.thumbnails),
        costs=costs(policy),
        created_by=row.created_by,
        created_at=row.created_at,
        waits_for=row.waits_for,
    )


def sentence_of(row: PolicyRow) -> str:
    """Return the sentence of a stored version."""
    return sentence(row.delivery, row.inference, row.approvals, thumbnails=row.thumbnails)


def said(delivery: str, inference: Sequence[str], approvals: int, *, thumbnails: bool) -> Words:
    """Return the sentence of these settings in each language."""
    return Words.model_validate(sentences(delivery, inference, approvals, thumbnails=thumbnails))


def said_by_part(policy: PolicyIn) -> list[Part]:
    """Return what each setting adds to the sentence, in each language."""
    settings = (policy.delivery, policy.inference, policy.approvals)
    en = parts(*settings, thumbnails=policy.thumbnails, language="en")
    de = parts(*settings, thumbnails=policy.thumbnails, language="de")
    return [
        Part(field=field, words=Words(en=english, de=german))
        for (field, english), (_, german) in zip(en, de, strict=True)
    ]


def page(access: Access[Read]) -> PolicyPage:
    """Return the policy in force, the proposal that waits, and all choices."""
    project = access.get(ProjectRow, access.project_id)
    in_force = access.get(PolicyRow, project.policy_id) if project.policy_id else None
    proposed = access.find(select(PolicyRow).where(PolicyRow.state == "proposed").order_by(PolicyRow.n.desc())).first()
    return PolicyPage(
        in_force=policy_out(access, in_force) if in_force else None,
        proposed=policy_out(access, proposed) if proposed else None,
        choices=ALL,
    )
