"""What can be wrong with the database before the first statement runs."""

from labelkeep.core.errors import LabelkeepError


class DatabaseUnreachable(LabelkeepError):
    """The database does not start or does not let Labelkeep in; the message says what the operator does."""

    code = "database_unreachable"
    status = 503


class HomeUnusable(LabelkeepError):
    """A folder of the home cannot be used as it stands: wrong owner, open to others, or closed to the database."""

    code = "home_unusable"
    status = 503
