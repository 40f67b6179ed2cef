"""The command line: translate words into desk calls, and results into text."""
