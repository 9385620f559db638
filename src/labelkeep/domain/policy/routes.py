"""HTTP of the policy room."""

from uuid import UUID

from fastapi import APIRouter

from labelkeep.access.grants import ConfigureAccess, ReadAccess
from labelkeep.domain.policy import actions, queries
from labelkeep.domain.policy.choices import costs, loosened, refusals
from labelkeep.domain.policy.sentence import sentence
from labelkeep.domain.policy.shapes import PolicyIn, PolicyOut, PolicyPage, Preview
from labelkeep.domain.policy.tables import PolicyRow

router = APIRouter(prefix="/projects/{project}/policy", tags=["policy"])


@router.get("")
def read_policy(access: ReadAccess) -> PolicyPage:
    """The policy in force, what is proposed, and what could be chosen."""
    return queries.page(access)


@router.post("/preview")
def preview_policy(access: ReadAccess, body: PolicyIn) -> Preview:
    """What a policy would say, cost, switch off and loosen; changes nothing."""
    in_force = access.standing.policy_id
    before = queries.policy_of(access, access.get(PolicyRow, in_force)) if in_force else None
    return Preview(
        sentence=sentence(body.delivery, body.inference, body.approvals, thumbnails=body.thumbnails),
        sentences=queries.said(body.delivery, body.inference, body.approvals, thumbnails=body.thumbnails),
        parts=queries.said_by_part(body),
        costs=costs(body),
        refused=refusals(body),
        loosens=loosened(before, body) if before else [],
    )


@router.post("", status_code=201)
def propose_policy(access: ConfigureAccess, body: PolicyIn) -> PolicyOut:
    """Set the policy, or propose it where it loosens the one in force."""
    row = actions.propose(access, body)
    access.flush()
    return queries.policy_out(access, row)


@router.post("/{policy}/agree")
def agree_to_policy(access: ReadAccess, policy: UUID) -> PolicyOut:
    """The named second person agrees."""
    return queries.policy_out(access, actions.agree(access, policy))


@router.post("/{policy}/refuse")
def refuse_policy(access: ReadAccess, policy: UUID) -> PolicyOut:
    """The named second person refuses."""
    return queries.policy_out(access, actions.refuse(access, policy))
