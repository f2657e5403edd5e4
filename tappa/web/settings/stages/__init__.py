"""The stages in the settings: a draft in the page until it is saved, and what two who save at once are told (L8)."""
