"""`python -m comity` is the `comity` command."""

from comity.cli.app import main

main()
