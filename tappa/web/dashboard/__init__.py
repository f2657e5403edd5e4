"""The dashboard: where the contacts of a workspace stand, for owners and managers."""
