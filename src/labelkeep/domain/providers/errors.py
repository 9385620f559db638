"""What can go wrong between the sign-in page, a provider and back. Each is a sentence on the sign-in page."""

from labelkeep.core.errors import Conflict, Invalid, LabelkeepError


class VisitSpent(LabelkeepError):
    """The answer belongs to no sign-in that this browser began in the last minutes, or to one that came back before."""

    code = "sign_in.visit_spent"
    status = 401

    def __init__(self) -> None:
        super().__init__("This sign-in was used, is too old, or began in another browser. Begin again.")


class ProviderSaidNo(LabelkeepError):
    """The provider did not let the person in."""

    code = "sign_in.provider_said_no"
    status = 401

    def __init__(self) -> None:
        super().__init__("The provider did not sign you in. Try again, or ask whoever runs it.")


class ProviderAway(LabelkeepError):
    """The provider did not answer in time, or not as OpenID Connect asks."""

    code = "sign_in.provider_away"
    status = 502

    def __init__(self) -> None:
        super().__init__("The provider does not answer as it should. Try again later, or sign in another way.")


class AnswerRefused(LabelkeepError):
    """What the provider signed does not hold: one answer for all; ``why`` is for the operator's log."""

    code = "sign_in.answer_refused"
    status = 401

    def __init__(self, why: str) -> None:
        super().__init__("The provider's answer could not be trusted and was refused. Begin again, or tell an admin.")
        self.why = why


class FactorUnseen(LabelkeepError):
    """The account has a second factor and the provider says of none: this way in is no weaker than the others."""

    code = "sign_in.factor_unseen"
    status = 401

    def __init__(self) -> None:
        super().__init__(
            "Your account has a second factor, and the provider says of none. Sign in with a link or your password."
        )


class NoAccount(LabelkeepError):
    """Nobody here is who the provider says, or their account is suspended: one answer for both."""

    code = "sign_in.no_account"
    status = 401

    def __init__(self) -> None:
        super().__init__(
            "There is no active account here for you. Ask an admin for one, sign in to it, and link it under Account."
        )


class AddressBelongs(LabelkeepError):
    """The e-mail that the provider tells is that of an account which is not linked: an address links nothing."""

    code = "sign_in.address_belongs"
    status = 401

    def __init__(self) -> None:
        super().__init__(
            "An account with your e-mail exists. Sign in to it another way, then link this provider under Account."
        )


class IdentityTaken(LabelkeepError):
    """The identity is linked to another account."""

    code = "sign_in.identity_taken"
    status = 401

    def __init__(self) -> None:
        super().__init__("This identity is linked to another account. It has to be unlinked there first.")


class LogoutRefused(Invalid):
    """A logout token does not hold, or was used before."""

    code = "logout.refused"
    status = 400


class ProviderInvalid(Invalid):
    """A provider cannot be set up as given."""

    code = "provider.invalid"


class ProviderTaken(Conflict):
    """This issuer is set up already."""

    code = "provider.taken"
