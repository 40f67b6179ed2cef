"""Comity: from early warning of mass atrocities to collective action that holds."""

__version__ = "0.1.0"
