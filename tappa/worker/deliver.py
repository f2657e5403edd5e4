"""The postman: takes what is due, sends up to sixteen at once, and tells the inbox how each fared.

Sending happens in threads and holds no database connection; leasing and reporting happen in the loop's own thread.
"""

import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from tappa.channels.port import NotSent, PostOut, Sent
from tappa.channels.registry import kind_of
from tappa.core.inbox.actions.deliver import (
    delivery_failed,
    delivery_sent,
    lease_deliveries,
    parcel_token,
)
from tappa.core.inbox.sql_delivery import LEASE_SECONDS, Parcel, seconds_until_due
from tappa.worker.waker import Waker

log = logging.getLogger(__name__)

HANDS: Final = 16
PER_CHANNEL: Final = 8  # a bridge that hangs leaves half of the hands to the others
BUSY_SECONDS: Final = 0.2

Result = Sent | NotSent
Lease = Callable[..., list[Parcel]]


class Postman:
    """Works the delivery line. One turn leases, sends and reports; call `close` to finish what is in hand.

    `waker` ends the rest between turns as soon as one is sent. Others may use it too.
    """

    def __init__(
        self, post_out: PostOut, *, hands: int = HANDS, lease_seconds: float = LEASE_SECONDS
    ) -> None:
        self._post_out = post_out
        self._hands = hands
        self._lease_seconds = lease_seconds
        self.waker = Waker()
        self._pool = ThreadPoolExecutor(hands, thread_name_prefix="send")
        self._in_hand: dict[Future[Result], Parcel] = {}

    def turn(self) -> float:
        """Report what is done, take what is due. Returns the seconds until the next turn."""
        reported = self._report()
        if not self._in_hand and not reported and (rest := seconds_until_due()) > 0:
            return rest
        taken = self._take()
        return 0 if taken or reported else BUSY_SECONDS

    def close(self) -> None:
        """Send nothing new, wait for what is being sent, report it."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._report()

    def _take(self) -> int:
        free = self._hands - len(self._in_hand)
        if free == 0:
            return 0
        held = Counter(parcel.channel_id for parcel in self._in_hand.values())
        share = max(1, min(PER_CHANNEL, self._hands // 2))
        busy = [channel for channel, count in held.items() if count >= share]
        parcels = lease_deliveries(most=free, per_channel=share, busy=busy, seconds=self._lease_seconds)
        for parcel in parcels:
            sending = self._pool.submit(send_parcel, parcel, self._post_out)
            self._in_hand[sending] = parcel
            sending.add_done_callback(lambda _sent: self.waker.wake())
        return len(parcels)

    def _report(self) -> int:
        """Write down what became of those that are done. One whose writing fails stays in hand and is reported again:
        the database was away, the bridge's answer is still true."""
        done = [future for future in self._in_hand if future.done()]
        for future in done:
            if not future.cancelled():
                report(self._in_hand[future], _result(future))
            del self._in_hand[future]
        return len(done)


def send_parcel(parcel: Parcel, post_out: PostOut) -> Result:
    """Hand one message to its channel."""
    if parcel.channel_removed:
        return NotSent(_("The channel was removed."), final=True)
    return kind_of(parcel.channel_kind).send(parcel, token=parcel_token(parcel), post_out=post_out)


def report(parcel: Parcel, result: Result) -> None:
    """Tell the inbox, and the log: ids only, for reasons may hold people's words."""
    if isinstance(result, Sent):
        delivery_sent(parcel, channel_message_id=result.channel_message_id, note=result.note)
        log.info("message %d: sent, attempt %d", parcel.message_id, parcel.attempt)
        return
    again = delivery_failed(parcel, reason=result.reason, final=result.final, retry_after=result.retry_after)
    outcome = "failed" if again is None else f"tried again in {again:g} s"
    log.warning("message %d: not sent, attempt %d, %s", parcel.message_id, parcel.attempt, outcome)


def _result(future: "Future[Result]") -> Result:
    """What sending gave. A bug of ours fails this attempt and is logged; it must not stop the line."""
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, OperationalError | InterfaceError):
        return NotSent(_("The database did not answer."), final=False)
    log.error("sending failed by a bug", exc_info=error)
    return NotSent(_("Tappa could not send this: its log says why."), final=False)
