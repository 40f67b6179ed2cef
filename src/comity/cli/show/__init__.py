"""A thing shown in the terminal, one file a kind of thing."""
