"""The HTTP interface of the desk, for programs."""
