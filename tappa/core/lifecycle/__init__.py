"""The stages of a workspace: their two kinds, their order, the default and the won one."""
