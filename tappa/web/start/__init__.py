"""Getting started: the list of first steps of a new workspace, and the link to it that stands in the inbox."""
