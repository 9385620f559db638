"""How pixel values become the brightness on screen: window, gamma, inversion."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from labelkeep.core.errors import Invalid


@dataclass(frozen=True)
class Display:
    """A person's choice of how to look.

    The window is in source values (None: the full range); a gamma above 1 is brighter.

    A value v is shown as 255 * clip((v - (centre - width / 2)) / width, 0, 1) ** (1 / gamma), then inverted if asked.
    """

    centre: float | None = None
    width: float | None = None
    gamma: float = 1.0
    invert: bool = False

    def __post_init__(self) -> None:
        if (self.centre is None) != (self.width is None):
            raise Invalid("A window needs both a centre and a width.")
        numbers = (self.centre or 0.0, self.width or 1.0, self.gamma)
        if not all(isfinite(number) and abs(number) <= 1e9 for number in numbers):
            raise Invalid("A display needs finite numbers.")
        if self.width is not None and self.width <= 0:
            raise Invalid("A window's width must be above zero.")
        if not 0.05 <= self.gamma <= 20:
            raise Invalid("Gamma must lie between 0.05 and 20.")

    @staticmethod
    def of_window(window: tuple[float, float] | None) -> "Display":
        """Return the display of a default window (low, high), or the plain one."""
        if window is None:
            return Display()
        low, high = window
        return Display((low + high) / 2, max(high - low, 1.0))

    def changes(self, bits: int) -> bool:
        """Say whether tiles of ``bits`` bits must be rendered, or may be shown as they are stored."""
        return bits > 8 or self != Display()

    def to_json(self) -> dict[str, Any]:
        """Return the display as a JSON object."""
        return {"centre": self.centre, "width": self.width, "gamma": self.gamma, "invert": self.invert}

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> "Display":
        """Read a display. Raises ``Invalid`` for unknown fields and numbers out of bounds."""
        try:
            return Display(**value)
        except TypeError as error:
            raise Invalid("A display has a field that it does not know.") from error
