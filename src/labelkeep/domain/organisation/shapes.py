"""What goes in and out of the organisation room."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

FactorRole = Literal["project_admin", "team_manager", "reviewer", "labeler", "auditor", "admin"]
Networks = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=1000)]


class Strict(BaseModel):
    """Base of bodies: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid")


class RulesIn(Strict):
    """The organisation's rules: from where its people work (null for everywhere), and who must show a second factor."""

    networks: Networks | None
    factor_required: bool
    factor_roles: list[FactorRole]


class RulesOut(Strict):
    """The same as they are; ``address`` is the one that asks."""

    networks: list[str] | None
    factor_required: bool
    factor_roles: list[str]
    address: str | None
