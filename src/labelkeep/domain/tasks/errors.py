"""Why a write on a lease is refused."""

from labelkeep.core.errors import Conflict, LabelkeepError


class LeaseAdopted(Conflict):
    """Another tab of the same person holds the lease with a higher number."""

    code = "lease.adopted"

    def __init__(self) -> None:
        super().__init__("You went on with this task in another tab. This one can no longer save; look there.")


class LeaseEnded(LabelkeepError):
    """The lease is over and what was asked needs a live one."""

    code = "lease.ended"
    status = 410

    def __init__(self) -> None:
        super().__init__("Your time on this task is over. Your draft is kept; take the next task to go on.")


class LeaseReserved(Conflict):
    """The task is held for later: its work begins with the submit of the one before."""

    code = "lease.reserved"

    def __init__(self) -> None:
        super().__init__("This task is only held for you. It begins when the one before it is submitted.")


class LeaseTaken(Conflict):
    """Late work on a task that somebody else has now, or has done."""

    code = "lease.taken"

    def __init__(self) -> None:
        super().__init__("Somebody else has this task now. What you drew is kept as a draft, but it does not count.")


class LeaseSpent(Conflict):
    """The lease has already produced something else than what is sent now."""

    code = "lease.spent"

    def __init__(self) -> None:
        super().__init__("This task was already submitted with something else. Nothing was changed.")


class WrongStep(Conflict):
    """A label was submitted on a review, or a verdict given on a label task."""

    code = "lease.wrong_step"


class DraftConflict(Conflict):
    """The draft was saved from elsewhere since it was read."""

    code = "draft.conflict"
