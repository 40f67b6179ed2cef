"""Standards, one file each: read, write, and what the mapping loses."""
