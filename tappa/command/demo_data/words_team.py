"""What the team of the demo says to itself."""

from typing import Final

CALLS: Final = (
    "@{colleague} could you take over from here? You know the dates best.",
    "@{colleague} this one is yours, they asked for you by name.",
    "@{colleague} please follow up this week, we still have two places.",
    "@{colleague} they came through the fair, be quick with the offer.",
    "Handing over to @{colleague}. Everything is said above.",
)
REMARKS: Final = (
    "Called them, nobody answered. I will try again tomorrow.",
    "Comes with a friend and wants to sit at the same table.",
    "Needs an invoice to a company, the VAT number comes by e-mail.",
    "Has been here twice already, knows the glazes well.",
    "Asked about parking. I sent the map from last year, it is still right.",
    "Careful with materials: allergic to latex gloves.",
    "Would also take a place on the waiting list.",
    "It is a present: please no reminder to their own address.",
)
