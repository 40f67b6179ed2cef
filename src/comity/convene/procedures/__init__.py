"""Procedures as state machines over instants that are given: no timer runs here, and no illegal step is recorded."""
