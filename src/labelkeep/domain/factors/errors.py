"""What can go wrong with a second factor, beside a wrong one."""

from labelkeep.core.errors import Conflict, Denied, Invalid


class NoFactor(Conflict):
    """There is no second factor that this could belong to."""

    code = "factor.none"


class TooManyFactors(Conflict):
    """A person has as many factors of a kind as one may have."""

    code = "factor.too_many"


class KeyUnusable(Invalid):
    """What the browser sent about a key is not what was asked for."""

    code = "factor.key_unusable"


class BrowserOnly(Denied):
    """Factors are changed by a person in a browser: a program's token must not outlive itself by them."""

    code = "factor.browser_only"

    def __init__(self) -> None:
        super().__init__("Change second factors in a browser where you are signed in, not with a token.")


class SamePerson(Denied):
    """Whoever asked for a reset, or whose factors they are, cannot be the one who confirms it."""

    code = "factor.same_person"
