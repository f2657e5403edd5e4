"""Random people do random things at the same time, each on a connection of their own, and others change the stages
meanwhile; the log, the tables and the figures agree at every moment, and nothing is told that did not happen (S1, S4,
S6, L7, L9 to L12, L15, E1, E5, E6, I5, D1)."""

import os
import threading
from time import sleep
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tappa.core.contacts.actions import delete_stage
from tappa.core.contacts.actions.add_up_tallies import add_up_tallies
from tappa.core.contacts.actions.advance import advance
from tappa.core.contacts.models_operation import Operation
from tappa.core.contacts.operation_rules import ENDED
from tappa.core.contacts.sql_operation import Turn
from tappa.core.inbox.models import Delivery
from tappa.core.inbox.rules import DeliveryState
from tests.core.history.settings_acts import SETTINGS_ACTS
from tests.core.history.told import Told, check_history
from tests.core.history.world import PEOPLE_ACTS, World, new_world
from tests.support.together import together

EXAMPLES = 400 if os.environ.get("TAPPA_TEST_THOROUGH") else 8
HANDS = 4
REST_SECONDS = 0.02  # of who looks on: the others look as well, each after what they did
AT_ONCE = 1  # instead of a thousand: of a stage with more contacts than this the worker moves them
# What each answer tells for sure. Conversations begin and wake along the way: for them the replay alone speaks.
ANSWERED = {
    "contact.created",
    "contact.deleted",
    "contact.restored",
    "contact.erased",
    "conversation.closed",
    "message.received",
    "message.sent",
    "moved to",
    "given to",
    "stage.added",
    "stage.deleted",
    "lifecycle.shown",
}
# What is done, with whom of those there are, and to what: numbers, for the people exist only once it runs.
ACT = st.tuples(st.sampled_from([*PEOPLE_ACTS, *SETTINGS_ACTS]), st.integers(0, 5), st.integers(0, 5))
# Each wave is four lists of acts that run at once; between waves it is quiet.
WAVES = st.lists(
    st.lists(st.lists(ACT, min_size=1, max_size=5), min_size=HANDS, max_size=HANDS), min_size=1, max_size=4
)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    print_blob=True,
    # What threads do is not the same twice: a smaller example would often not fail.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(waves=WAVES)
def test_the_log_tells_what_happened_whatever_is_done_at_once(
    waves: list[list[list[tuple[str, int, int]]]],
) -> None:
    world = new_world()
    with patch.object(delete_stage, "AT_ONCE", AT_ONCE):
        for wave in waves:
            run_at_once(world, wave)
            check_answers(world, check_history(world.workspace, world.cast.manager))
    while empty_deleted_stages(world):
        pass
    assert not check_history(world.workspace, world.cast.manager).stages.left
    # Nobody carries them: they are no other test's.
    Delivery.objects.filter(workspace=world.workspace).update(state=DeliveryState.FAILED)


def check_answers(world: World, told: Told) -> None:
    """What people were answered and what the log tells is the same. Who writes first is created without an answer."""
    exact = {key: number for key, number in told.happened.items() if number and key[0] in ANSWERED}
    created = {key: number for key, number in exact.items() if key[0] == "contact.created"}
    assert created.keys() >= {key for key in world.answered if key[0] == "contact.created"}
    assert exact.keys() - created.keys() == {key for key in world.answered if key not in created}
    assert all(exact[key] == number for key, number in world.answered.items())
    nowhere = [person for person in told.people.values() if not person.seq]
    assert not nowhere or None in told.stages.ever_default, "there always was a default stage"


def empty_deleted_stages(world: World) -> bool:
    """The worker's part, with batches of two. Returns whether something is left to do."""
    waiting = Operation.objects.filter(workspace=world.workspace).exclude(state__in=ENDED).order_by("due_at")
    for operation in waiting:
        advance(Turn(operation.id, operation.workspace_id), most=2)
        check_history(world.workspace, world.cast.manager)
    return waiting.exists()


def run_at_once(world: World, wave: list[list[tuple[str, int, int]]]) -> None:
    """Four do what their lists say, and each holds everything against the log once its act is committed. A fifth does what
    the worker does, and looks on for as long as they are busy."""
    busy = [threading.Event() for _hand in wave]

    def take_part(number: int) -> None:
        if number == len(wave):
            while not all(done.is_set() for done in busy):
                empty_deleted_stages(world)
                check_history(world.workspace, world.cast.manager)
                add_up_tallies(most=5)
                sleep(REST_SECONDS)
            return
        try:
            for act in wave[number]:
                world.act(*act)
                check_history(world.workspace, world.cast.manager)
        finally:
            busy[number].set()

    together(len(wave) + 1, take_part)
