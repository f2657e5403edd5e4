"""Phones of the demo's people: valid in form, each given out once.

Where a country keeps numbers for films and books (Great Britain, the United States, France, Germany) only those are
used, and when they are used up a person has none. The others keep no such numbers: theirs are plausible mobile ones.
"""

from typing import Final

_US_AREAS: Final = (
    201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229,
    231, 234, 239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301, 302, 303, 304,
    305, 307, 308, 309, 310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323, 325, 330, 334, 336, 337,
    339, 404, 415, 503, 512, 602, 615, 617, 702, 704, 713, 718, 773, 804, 808, 813, 916, 919,
)  # fmt: skip
_UK_AREAS: Final = (114, 116, 117, 118, 121, 131, 141, 151, 161)

# What stands before a country's running number, and how many digits that number has.
_RANGES: Final[dict[str, tuple[tuple[str, ...], int]]] = {
    "GB": (("+442079460", "+441914980", "+442920180", *(f"+44{area}4960" for area in _UK_AREAS)), 3),
    "US": (tuple(f"+1{area}55501" for area in _US_AREAS), 2),
    "FR": (("+3319900", "+3326191", "+3335301", "+3346571", "+3353649"), 4),
    "DE": (("+493023125", "+494066969", "+492214710", "+496990009", "+498999998"), 3),
    "IT": (("+39320", "+39333", "+39347", "+39349"), 7),
    "ES": (("+34600", "+34612", "+34655", "+34699", "+34711"), 6),
    "PT": (("+351912", "+351926", "+351936", "+351966"), 6),
    "BR": (("+551198", "+552197"), 7),
    "MX": (("+525512", "+523312"), 6),
    "PL": (("+48600", "+48512", "+48790"), 6),
}
_STRIDE: Final = 7_368_787  # a prime that divides no range: neighbours in the list get numbers far apart
_FIRST: Final = 4_718_281


def phone_number(country: str, index: int) -> str:
    """The number of the country's `index`-th person, counted from 0; "" when the country's numbers are used up."""
    prefixes, digits = _RANGES[country]
    size = 10**digits
    if index >= len(prefixes) * size:
        return ""
    number = (index // len(prefixes) * _STRIDE + _FIRST) % size
    return f"{prefixes[index % len(prefixes)]}{number:0{digits}d}"
