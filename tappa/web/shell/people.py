"""What people are called on pages."""

from typing import Protocol

from django.utils.translation import gettext as _

from tappa.web.shell.plain import plainly


class Person(Protocol):
    """A contact, or a row that stands for one: what it can be called by."""

    @property
    def first_name(self) -> str:
        """The first name, "" when it is not known."""

    @property
    def last_name(self) -> str:
        """The last name, "" when it is not known."""

    @property
    def email(self) -> str:
        """The e-mail address, "" when it is not known."""

    @property
    def phone(self) -> str:
        """The phone, "" when it is not known."""


def whole_name(person: Person) -> str:
    """The whole name; without one the e-mail, the phone, or that there is no name."""
    name = plainly(f"{person.first_name} {person.last_name}").strip()
    return name or person.email or person.phone or _("No name")


def short_name(person: Person) -> str:
    """The first name, as one speaks of somebody; without one the whole name."""
    return plainly(person.first_name).strip() or whole_name(person)
