"""What goes in and out of the projects room."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

Role = Literal["project_admin", "team_manager", "reviewer", "labeler", "auditor"]
CapabilityName = Literal[
    "Read", "Work", "Label", "Review", "Explore", "Steer", "Import", "Members", "Configure", "Manage", "Release",
    "Approve", "Audit",
]  # fmt: skip
"""The capabilities of projects; a test compares it with the code's own list."""
Networks = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=1000)]
"""Lines as somebody wrote them: CIDR or single addresses."""


class Strict(BaseModel):
    """Base of bodies: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


class Words(Strict):
    """The same words in each language that the app speaks."""

    en: str
    de: str


class ProjectIn(Strict):
    """A project to create."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class ProjectMade(Strict):
    """A project that was just created: its first step is the policy."""

    id: UUID
    name: str


class FlowIn(Strict):
    """How work flows in the project."""

    copy_forward: bool


class ConditionsIn(Strict):
    """From where members may work, and whether they must show a second factor."""

    networks: Networks | None
    factor_required: bool


class ConditionsOut(Strict):
    """The same as it is; ``address`` is the one that asks."""

    networks: list[str] | None
    factor_required: bool
    address: str | None


class MemberIn(Strict):
    """A member to add, by address: who manages members of a project sees no list of the organisation's people."""

    email: str
    role: Role
    release_approver: bool = False


class BulkIn(Strict):
    """Members to add at once; ``dry_run`` only says what would come of each row."""

    rows: Annotated[list[MemberIn], Field(min_length=1, max_length=500)]
    dry_run: bool = True


Verdict = Literal["would_add", "added", "member_already", "no_account", "not_allowed", "twice"]


class RowVerdict(Strict):
    """What came of one row, or would."""

    email: str
    verdict: Verdict
    detail: str


class BulkOut(Strict):
    """A verdict for each row, in their order."""

    items: list[RowVerdict]
    next: str | None = None


class RightUse(Strict):
    """A right and when it was last used."""

    right: str
    last: datetime


class MemberUses(Strict):
    """The rights that a member has used. ``known_from`` is set when older events were not looked at."""

    user_id: UUID
    known_from: datetime | None
    rights: list[RightUse]


class UsesOut(Strict):
    """The last uses of all members."""

    items: list[MemberUses]
    next: str | None = None


class MemberChange(Strict):
    """What to change of a membership."""

    role: Role | None = None
    status: Literal["active", "suspended"] | None = None
    release_approver: bool | None = None
    networks: Networks | None = None
    """What is left out stays as it is; null takes the limit away. The same for the dates."""
    valid_from: AwareDatetime | None = None
    valid_until: AwareDatetime | None = None


class MemberOut(Strict):
    """A member; address, networks and dates are there only for those who manage members."""

    user_id: UUID
    name: str
    email: str | None
    role: str
    release_approver: bool
    status: str
    since: datetime
    networks: list[str] | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None


class MembersOut(Strict):
    """All members of a project."""

    items: list[MemberOut]
    next: str | None = None


class VersionRef(Strict):
    """A version by id and number."""

    id: UUID
    n: int


class JobOut(Strict):
    """Long work: ``done`` of ``total`` (none while it is not known), a word on what it does, and why it failed."""

    id: UUID
    kind: str
    state: str
    done: int
    total: int | None
    message: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    error: dict[str, str] | None


class ProjectOut(Strict):
    """A project as a member sees it."""

    id: UUID
    name: str
    state: str
    role: str
    capabilities: list[str]
    release_approver: bool
    sentence: str | None
    """The allowed data path as it is agreed and recorded: in English."""
    sentences: Words | None
    exposure: str | None
    ontology: VersionRef | None
    guideline: VersionRef | None
    counts: dict[str, dict[str, int]]
    """``label`` and ``review``: number by status; ``assets``: number by state and ``total``."""
    members: int
    copy_forward: bool
    """Whether the objects of the last submitted picture may be the start of the next one."""
    questions: int
    """Questions that wait for the caller, counted to 100."""
    jobs: list[JobOut]
    """Jobs under way that the caller may see."""


class NextAction(Strict):
    """What the caller would do next in a project."""

    kind: Literal["label", "review", "approve", "setup", "none"]
    count: int
    more: bool = Field(default=False, description="the count stopped at its limit")


class ProjectRow(Strict):
    """One line of the home screen."""

    id: UUID
    name: str
    role: str
    state: str
    exposure: str | None
    sentence: str | None
    next: NextAction
    questions: int
    """Questions that wait for the caller, counted to 100."""
    done: int
    total: int
    last_activity: datetime | None


class ProjectsOut(Strict):
    """The caller's projects."""

    items: list[ProjectRow]
    next: str | None = None


class JobsOut(Strict):
    """Jobs, newest first."""

    items: list[JobOut]
    next: str | None = None


ReasonKind = Literal[
    "account.active", "account.closed", "membership.active", "membership.suspended", "dates.open", "dates.until",
    "dates.early", "dates.late", "role.holds", "role.approver", "role.lacks", "networks.any", "networks.only",
    "factor.none", "factor.asked",
]  # fmt: skip


class Reason(Strict):
    """One condition of a decision and what it means here."""

    kind: ReasonKind
    """The condition, a point, and how it stands: the browser app has words for each."""
    holds: bool
    words: str
    """The same in English."""
    at: datetime | None = None
    """The day that dates speak of."""
    networks: list[str] = []
    """The lists of the project and the membership; the organisation's is told to its admins alone."""


class Explanation(Strict):
    """Why a member may do something or not; what a request must bring besides stands among the reasons."""

    capability: CapabilityName
    allowed: bool
    reasons: list[Reason]
