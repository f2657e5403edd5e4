"""Colours of tags as the API writes them, "#rrggbb", and as we keep them: one of ten hues, or grey."""

import math
import re
from typing import Final

from django.utils.translation import gettext as _

from tappa.kernel.errors import Invalid

# The fill of each hue in the light theme (web/static/css/tokens.css) by its number, and the angle it is made of.
HEX: Final = (
    "#918b85",  # grey
    "#44a35e",
    "#3693d8",
    "#c9732f",
    "#9977d1",
    "#00a59e",
    "#ac8700",
    "#c76798",
    "#6c86de",
    "#829729",
    "#d26861",
)
_ANGLES: Final = {1: 150, 2: 245, 3: 55, 4: 300, 5: 190, 6: 90, 7: 350, 8: 270, 9: 120, 10: 25}
_GREYISH: Final = 0.03  # below this chroma a colour looks like none
_CODE: Final = re.compile(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")


def hue_of(code: str) -> int:
    """The hue that is nearest to a colour. Raises Invalid for what is no colour."""
    found = _CODE.fullmatch(code.strip())
    if found is None:
        raise Invalid(_("color_code must be a colour, such as #3693d8."), field="color_code")
    digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
    if f"#{digits.lower()}" in HEX:
        return HEX.index(f"#{digits.lower()}")
    chroma, angle = _seen([int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)])
    if chroma < _GREYISH:
        return 0
    return min(_ANGLES, key=lambda hue: abs((angle - _ANGLES[hue] + 180) % 360 - 180))


def _seen(channels: list[float]) -> tuple[float, float]:
    """Chroma and angle of a colour in OKLCH, where equal steps look equal."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360
