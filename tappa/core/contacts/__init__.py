"""People: their details, their tags, the stage where each stands, and every transition between stages."""
