"""The addresses of the settings, below /w/<slug>/settings."""

from django.urls import URLPattern, path

from tappa.web.settings.views import (
    channels,
    general,
    invitations,
    lifecycle,
    lifecycle_history,
    members,
    stage_deletion,
    teams,
    tokens,
)

urlpatterns: list[URLPattern] = [
    path("", general.index, name="settings"),
    path("/general", general.general, name="settings_general"),
    path("/members", members.members, name="settings_members"),
    path("/members/list", members.members_part, name="settings_members_part"),
    path("/members/<int:member_id>", members.member, name="settings_member"),
    path("/members/<int:member_id>/removal", members.member_removal, name="settings_member_removal"),
    path("/invitations", invitations.invitations, name="settings_invitations"),
    path(
        "/invitations/<int:invitation_id>/sending",
        invitations.invitation_sending,
        name="settings_invitation_sending",
    ),
    path(
        "/invitations/<int:invitation_id>/revocation",
        invitations.invitation_revocation,
        name="settings_invitation_revocation",
    ),
    path("/teams", teams.teams, name="settings_teams"),
    path("/teams/<int:team_id>", teams.team, name="settings_team"),
    path("/teams/<int:team_id>/deletion", teams.team_deletion, name="settings_team_deletion"),
    path("/channels", channels.channels, name="settings_channels"),
    path("/channels/list", channels.channels_part, name="settings_channels_part"),
    path("/channels/new/website-chat", channels.new_website_chat, name="settings_new_website_chat"),
    path("/channels/new/custom", channels.new_custom_channel, name="settings_new_custom_channel"),
    path("/channels/<int:channel_id>", channels.channel, name="settings_channel"),
    path("/channels/<int:channel_id>/token", channels.channel_token, name="settings_channel_token"),
    path("/channels/<int:channel_id>/removal", channels.channel_removal, name="settings_channel_removal"),
    path("/tokens", tokens.tokens, name="settings_tokens"),
    path("/tokens/list", tokens.tokens_part, name="settings_tokens_part"),
    path("/tokens/new", tokens.new_token, name="settings_new_token"),
    path("/tokens/<int:token_id>/revocation", tokens.token_revocation, name="settings_token_revocation"),
    path("/lifecycle", lifecycle.lifecycle, name="settings_lifecycle"),
    path("/lifecycle/stages", lifecycle.lifecycle_part, name="settings_lifecycle_part"),
    path("/lifecycle/counts", lifecycle.counts, name="settings_lifecycle_counts"),
    path("/lifecycle/history", lifecycle_history.lifecycle_history, name="settings_lifecycle_history"),
    path("/lifecycle/last", lifecycle_history.lifecycle_last, name="settings_lifecycle_last"),
    path("/lifecycle/operations", stage_deletion.operations, name="settings_lifecycle_operations"),
    path(
        "/lifecycle/stages/<int:stage_id>/deletion",
        stage_deletion.stage_deletion,
        name="settings_stage_deletion",
    ),
    path("/lifecycle/showing", lifecycle.showing, name="settings_lifecycle_showing"),
    path("/lifecycle/settlement", lifecycle.settlement, name="settings_lifecycle_settlement"),
]
