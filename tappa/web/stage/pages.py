"""What the templates of the picker show."""

from dataclasses import dataclass
from typing import ClassVar

from tappa.core.lifecycle.models import Stage
from tappa.web.stage.choices import Stages


@dataclass(frozen=True)
class PickerFragment:
    """The picker of a contact. `name` is what the contact is called, `back` where a plain form leads afterwards."""

    TEMPLATE: ClassVar[str] = "stage/_picker.html"
    contact_id: int
    name: str
    stage: Stage | None
    stages: Stages
    back: str = ""


@dataclass(frozen=True)
class PickerPage(PickerFragment):
    """The same as a page of its own, for browsers without scripts."""

    TEMPLATE: ClassVar[str] = "stage/picker.html"
