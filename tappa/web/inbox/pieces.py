"""Items of a thread become its pieces: days, runs of messages, comments, lines, and the mark where unread begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import Final
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from tappa.core.activity.actor import By
from tappa.core.contacts.models import Contact
from tappa.core.contacts.rules import is_picture_url as is_web_address
from tappa.core.inbox.rules import Status
from tappa.core.inbox.timeline import ClosedItem, CommentItem, SaidItem, TimelineItem
from tappa.web.inbox.folds import fold
from tappa.web.inbox.moments import minutes_between
from tappa.web.inbox.spot import Spot
from tappa.web.inbox.thread_pages import Bubble, Day, Note, Piece, Run, Told, Unread
from tappa.web.shell.links import linked
from tappa.web.shell.plain import plainly
from tappa.web.shell.reader import reader
from tappa.web.timeline.lines import Line, lines_of

RUN_MINUTES: Final = 5


def pieces_of(
    spot: Spot, items: list[TimelineItem], *, contact: Contact, unread: int | None = None
) -> tuple[Piece, ...]:
    """The pieces of these items in their order. `unread` is the first message that is new to the member."""
    lines = {line.id: line for line in lines_told(spot, items, contact=contact)}
    weaving = _Weaving(spot, contact, lines, unread)
    shown = [item for item in items if isinstance(item, SaidItem | CommentItem) or item.id in lines]
    pieces = [piece for item in shown for piece in weaving.add(item)]
    return (*pieces, *weaving.end())


def lines_told(spot: Spot, items: list[TimelineItem], *, contact: Contact) -> list[Line]:
    """What happened, in lines; a closing that can still be taken back has its Undo."""

    def undo(item: ClosedItem) -> str:
        return spot.visit.url("inbox_reopening", contact_id=contact.id, conversation_id=item.conversation_id)

    return lines_of(spot.visit, items, contact=contact, stages=spot.stages, undo_closing=undo)


@dataclass
class _Weaving:
    """Puts items together piece by piece. `run` gathers messages until something comes between them."""

    spot: Spot
    contact: Contact
    lines: dict[int, Line]
    unread: int | None
    zone: tzinfo = field(default_factory=lambda: reader().zone)
    run: list[Bubble] = field(default_factory=list)
    today: date | None = None

    def add(self, item: TimelineItem) -> Iterator[Piece]:
        """The pieces that are complete once this item has come."""
        day = item.at.astimezone(self.zone).date()
        is_new = isinstance(item, SaidItem) and item.message_id == self.unread
        if is_new or day != self.today or not _together(self.run, item):
            yield from self.end()
        if day != self.today:
            self.today = day
            yield Day(item.id, item.at)
        if is_new:
            yield Unread(item.id)
        if isinstance(item, SaidItem):
            self.run.append(_bubble(item, self.spot, self.contact))
        elif isinstance(item, CommentItem):
            yield Note(item, _marked(item), item.by.name or _("Somebody"))
        else:
            yield Told(self.lines[item.id])

    def end(self) -> Iterator[Piece]:
        """The run that stands open."""
        if self.run:
            yield _run(self.spot, self.run, self.contact)
            self.run = []


def _together(run: list[Bubble], item: TimelineItem) -> bool:
    """Whether the item goes on with the run: of the same side and person, by the same channel, soon after."""
    if not run or not isinstance(item, SaidItem):
        return False
    last = run[-1].item
    return (
        (last.incoming, last.by.kind, last.by.id, last.channel_id)
        == (item.incoming, item.by.kind, item.by.id, item.channel_id)
        and not _tells_of_itself(last)
        and not _tells_of_itself(item)
        and minutes_between(last.at, item.at) < RUN_MINUTES
    )


def _tells_of_itself(item: SaidItem) -> bool:
    """Whether it says below why it was not sent, or not yet."""
    return item.status == Status.FAILED or bool(item.status == Status.PENDING and item.reason)


def _run(spot: Spot, run: list[Bubble], contact: Contact) -> Run:
    last = run[-1].item
    retry = ""
    if last.status == Status.FAILED:
        retry = spot.visit.url("inbox_delivery", contact_id=contact.id, message_id=last.message_id)
    return Run(tuple(run), "" if last.incoming else _sender(last), retry)


def _sender(item: SaidItem) -> str:
    """Who wrote for us: a member's first name, or a program's whole name."""
    if item.echo:
        return _("Sent through %(channel)s") % {"channel": item.channel_name}
    name = item.by.name
    return name.partition(" ")[0] if item.by.kind == By.MEMBER else name


def _bubble(item: SaidItem, spot: Spot, contact: Contact) -> Bubble:
    body = item.body
    replies = body.get("replies", ()) if body.get("type") == "quick_reply" else ()
    shown, whole = fold(item.text), ""
    if shown != item.text:
        whole = spot.visit.url("inbox_message", contact_id=contact.id, message_id=item.message_id)
    subject = str(body.get("subject", ""))
    return Bubble(item, subject, linked(shown), whole, _file(item), tuple(map(str, replies)))


def _file(item: SaidItem) -> tuple[str, str] | None:
    told = item.body.get("attachment") if item.body.get("type") == "attachment" else None
    if not isinstance(told, dict):
        return None
    address = str(told.get("url", ""))
    if not is_web_address(address):
        return None
    name = told.get("fileName") or unquote(urlsplit(address).path.rpartition("/")[2]) or _("File")
    return address, plainly(str(name))


def _marked(item: CommentItem) -> Markup:
    """The comment's text with links, and with the names it calls marked."""
    html = linked(item.text)
    names = [escape(f"@{called.name}") for called in item.mentions]
    if not names:
        return html
    # Tags are passed over: a name may stand in the address of a link, too.
    wanted = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return Markup(re.sub(rf"<[^>]*>|({wanted})", _mark, html))  # noqa: S704  it was markup, and its names were escaped


def _mark(found: re.Match[str]) -> str:
    return f'<span class="mention">{found[1]}</span>' if found[1] else found[0]
