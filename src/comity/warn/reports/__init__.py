"""Field reports as arithmetic: blurring, what gives a person away, duplicates, corroboration, the indicator board."""
