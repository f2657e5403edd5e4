"""Section 8 of product.md: the table of roles and restrictions, row by row."""

import pytest

from tappa.core.accounts.grants import Permission, Restriction, Role, Sight, allowed, sight

OWNER, MANAGER, AGENT = Role.OWNER, Role.MANAGER, Role.AGENT

TABLE = {
    Permission.USE_CONTACTS: (True, True, True),
    Permission.FILTER_CONTACTS: (True, True, False),
    Permission.SEE_REPORTS: (True, True, False),
    Permission.CHANGE_IN_BULK: (True, True, False),
    Permission.MERGE_AND_BLOCK: (True, True, True),
    Permission.DELETE_CONTACTS: (True, True, True),
    Permission.EXPORT: (True, True, False),
    Permission.ERASE_CONTACTS: (True, False, False),
    Permission.CHANGE_SETTINGS: (True, True, False),
    Permission.CHANGE_INTEGRATIONS: (True, True, False),
    Permission.MANAGE_AGENTS: (True, True, False),
    Permission.MANAGE_MEMBERS: (True, False, False),
    Permission.DELETE_WORKSPACE: (True, False, False),
    Permission.RUN_SHORTCUTS: (True, True, True),
}

DENIALS = [
    (MANAGER, Restriction.CONTACT_DELETION, Permission.DELETE_CONTACTS),
    (MANAGER, Restriction.DATA_EXPORT, Permission.EXPORT),
    (MANAGER, Restriction.SPACE_SETTING, Permission.CHANGE_SETTINGS),
    (MANAGER, Restriction.SPACE_INTEGRATION, Permission.CHANGE_INTEGRATIONS),
    (AGENT, Restriction.CONTACT_DELETION, Permission.DELETE_CONTACTS),
    (AGENT, Restriction.SHORTCUTS, Permission.RUN_SHORTCUTS),
]


def test_every_permission_stands_in_the_table() -> None:
    assert set(TABLE) == set(Permission)


@pytest.mark.parametrize("permission", list(Permission))
def test_section_8_roles(permission: Permission) -> None:
    assert tuple(allowed(role, [], permission) for role in (OWNER, MANAGER, AGENT)) == TABLE[permission]


@pytest.mark.parametrize(("role", "restriction", "permission"), DENIALS)
def test_section_8_a_restriction_takes_its_permission_and_no_other(
    role: Role, restriction: Restriction, permission: Permission
) -> None:
    for other in Permission:
        assert allowed(role, [restriction], other) == (allowed(role, [], other) and other != permission)


def test_section_8_restrictions_do_not_bind_owners() -> None:
    assert all(allowed(OWNER, list(Restriction), permission) for permission in Permission)


def test_section_8_sight() -> None:
    assert sight(AGENT, []) is Sight.ALL
    assert sight(AGENT, [Restriction.SHOW_ONLY_MINE]) is Sight.MINE
    assert sight(AGENT, [Restriction.SHOW_TEAM_CONTACTS]) is Sight.TEAM
    assert sight(AGENT, [Restriction.SHOW_TEAM_CONTACTS, Restriction.SHOW_ONLY_MINE]) is Sight.MINE
    assert sight(MANAGER, [Restriction.SHOW_ONLY_MINE]) is Sight.ALL
