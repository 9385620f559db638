"""What can go wrong when somebody signs in."""

from labelkeep.core.errors import Conflict, Denied, Invalid, LabelkeepError


class LinkSpent(LabelkeepError):
    """The one-time link was used, is too old, or never existed: one answer for all."""

    code = "sign_in.link_spent"
    status = 401

    def __init__(self) -> None:
        super().__init__(
            "This sign-in link was used already or is too old. Ask for a fresh one: labelkeep user link NAME."
        )


class SignInRefused(LabelkeepError):
    """Address and password do not belong together, or the account is suspended: one answer for all."""

    code = "sign_in.refused"
    status = 401

    def __init__(self) -> None:
        super().__init__("Address and password do not match an active account.")


class TooManyTries(LabelkeepError):
    """Sign-in from this network is slowed down."""

    code = "sign_in.too_many_tries"
    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many tries from here. Wait {seconds} seconds and try again.", seconds=seconds)


class StepOver(LabelkeepError):
    """There is no sign-in that waits for its second factor, or its time or tries are over: one answer for all."""

    code = "sign_in.step_over"
    status = 401

    def __init__(self) -> None:
        super().__init__("This sign-in took too long or too many tries. Begin again with your link or password.")


class FactorWrong(Denied):
    """The code, or the answer of the key, is not right, or was used before: one answer for all."""

    code = "factor.wrong"

    def __init__(self) -> None:
        super().__init__("This is not right, or was used before. Wait for the next code, or take another factor.")


class PasswordWeak(Invalid):
    """The new password is too short or too common."""

    code = "password.weak"


class PasswordWrong(LabelkeepError):
    """The current password, which a change of it asks for, is not the right one."""

    code = "password.wrong"
    status = 403

    def __init__(self) -> None:
        super().__init__(
            "The current password is not right. If it is lost, ask an admin to run: labelkeep user recover NAME."
        )


class AddressTaken(Conflict):
    """Another account has this address."""

    code = "person.address_taken"
