"""Forms that several providers share: delimited text, JSON records, names and numbers of states, UN roll calls."""
