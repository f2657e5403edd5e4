"""The real tree keeps every house rule."""

import pytest

from tests.house.real import RULES


@pytest.mark.parametrize("rule", RULES)
def test_the_real_tree_keeps_the_rule(rule: str) -> None:
    assert RULES[rule]() == []
