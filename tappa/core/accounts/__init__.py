"""Users, workspaces, members with their roles and restrictions, teams, API tokens, and who may do what."""
