"""What can go wrong while somebody looks."""

from labelkeep.core.errors import LabelkeepError


class ViewEnded(LabelkeepError):
    """The view is over: closed, out of time, or its session or lease has ended."""

    code = "view.ended"
    status = 410

    def __init__(self) -> None:
        super().__init__("This view has ended. Open the picture again.")


class NotShown(LabelkeepError):
    """The policy does not allow this way of looking."""

    code = "view.not_allowed"
    status = 403
