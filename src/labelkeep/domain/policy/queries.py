"""Reading policies."""

from sqlalchemy import select

from labelkeep.access.capabilities import Read
from labelkeep.access.doors import Access
from labelkeep.domain.policy.choices import ALL, costs
from labelkeep.domain.policy.sentence import sentence
from labelkeep.domain.policy.shapes import Note, PolicyIn, PolicyOut, PolicyPage
from labelkeep.domain.policy.tables import PolicyRow
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
        costs=costs(policy),
        created_by=row.created_by,
        created_at=row.created_at,
        waits_for=row.waits_for,
    )


def sentence_of(row: PolicyRow) -> str:
    """Return the sentence of a stored version."""
    return sentence(row.delivery, row.inference, row.approvals, thumbnails=row.thumbnails)


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
