"""The website chat's own page: anybody who has its address writes to the workspace, without an account."""
