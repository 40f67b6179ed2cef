"""Commit: pledges as recorded promises."""
