"""The draft as its form posts it, and back."""

import re
from typing import Final

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _

from tappa.core.lifecycle.rules import Kind
from tappa.kernel.errors import Invalid
from tappa.web.settings.stages.drafts import PageDraft, Row

TEXTS: Final = ("name", "description", "emoji")
THEIRS: Final = "theirs"
KEY: Final = re.compile(r"[0-9]{1,16}|new-[0-9a-z-]{1,40}")
MOST_ROWS: Final = 100  # more than a page can make; whatever is more is no form of ours


def read_draft(post: QueryDict) -> PageDraft:
    """What stands in the form. Raises Invalid where it is no form of ours."""
    keys = post.getlist("key")
    if len(keys) != len(set(keys)) or len(keys) > MOST_ROWS or not all(map(KEY.fullmatch, keys)):
        raise _not_ours()
    try:
        rows = tuple(_row(post, key) for key in keys)
        version = int(post.get("version", ""))
    except ValueError:
        raise _not_ours() from None
    return PageDraft(version=version, rows=rows, default=post.get("default", ""), won=post.get("won", ""))


def read_base(post: QueryDict) -> PageDraft:
    """The stages as they were when the draft began."""
    try:
        return msgspec.json.decode(post.get("base", ""), type=PageDraft)
    except (msgspec.MsgspecError, RecursionError):
        raise _not_ours() from None


def written(draft: PageDraft) -> str:
    """For the form's hidden field, and for the page's script."""
    return msgspec.json.encode(draft).decode()


def picked(post: QueryDict) -> frozenset[str]:
    """Where "theirs" was chosen: "name-42", "order-lost", "default"."""
    return frozenset(
        name.removeprefix("pick-")
        for name, value in post.items()
        if name.startswith("pick-") and value == THEIRS
    )


def _row(post: QueryDict, key: str) -> Row:
    name, description, emoji = (post.get(f"{field}-{key}", "") for field in TEXTS)
    return Row(
        key=key, kind=Kind(post.get(f"kind-{key}", "")), name=name, description=description, emoji=emoji
    )


def _not_ours() -> Invalid:
    return Invalid(
        _("This form is too old or damaged. Reload the page and change the stages again."), field="stages"
    )
