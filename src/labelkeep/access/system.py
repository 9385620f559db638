"""The closed list of system tasks: work that no person asks for."""


class Install:
    """First start: the site's key, the first admin, the demo's people."""


class SignIn:
    """Exchange a one-time link or a password for a session: nobody is signed in yet."""


class EndedLeases:
    """End leases whose time is over."""


class EndedViews:
    """Close views whose time is over."""


class QueueWork:
    """Find the job that the queue handed over, before its actor is granted anew."""


class Refusals:
    """Write denied calls in a transaction of their own."""


class Projects:
    """List project ids for the tasks that go through all projects."""


class TileCounts:
    """Write how many tiles each view was served."""


class EndedSessions:
    """End a session whose time is over, when its secret comes once more."""


class ProviderSignOut:
    """End the sessions that a provider has signed out."""


TASKS = (
    Install,
    SignIn,
    EndedLeases,
    EndedViews,
    QueueWork,
    Refusals,
    Projects,
    TileCounts,
    EndedSessions,
    ProviderSignOut,
)
