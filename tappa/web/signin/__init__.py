"""Signing up and in, the second factor, the profile, choosing a workspace, and coming in by an invitation.

The flows are django-allauth's; the pages, the words and the rules around them are ours.
"""
