"""Sources: one module a provider; each says what to ask and how to read the bytes, and touches no network or disk."""
