"""Capabilities as types: an action says in its signature which one it needs, and pyright holds callers to it.

None inherits from another except from ``Read``: whoever may review may not therefore label.
"""


class Capability:
    """Root of all capabilities."""


class Read(Capability):
    """Know that the project exists; read its policy, ontology, guideline and own work."""


class Work(Read):
    """Hold a lease: heartbeat, draft, view, ask."""


class Label(Read):
    """Claim and submit label tasks."""


class Review(Read):
    """Claim submitted work of other people and decide on it."""


class Explore(Read):
    """Look at every asset, its states and its history."""


class Import(Read):
    """Bring in assets and existing labels."""


class Members(Read):
    """Add, change and suspend members."""


class Configure(Read):
    """Set policy, ontology and guideline."""


class Manage(Read):
    """Keep work moving: put skipped tasks back, adopt what was drawn too late, answer everybody's questions."""


class Release(Read):
    """Take snapshots, ask for releases, receive them."""


class Approve(Read):
    """Approve or refuse a release that somebody else asked for."""


class Audit(Read):
    """Read the project's ledger."""


class SiteAdmin(Capability):
    """Run the organisation: people, projects, import roots, the organisation's ledger. No project data."""


CAPABILITIES: tuple[type[Capability], ...] = (
    Read, Work, Label, Review, Explore, Import, Members, Configure, Manage, Release, Approve,
    Audit, SiteAdmin,
)  # fmt: skip
"""All that exist; the documentation is generated from this and from the role table."""
