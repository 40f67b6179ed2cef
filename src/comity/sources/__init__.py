"""Providers, one file each: what to ask and how to read the bytes."""
