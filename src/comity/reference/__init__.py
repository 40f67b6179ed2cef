"""Content, one thing one file: bodies, measures, evidence, frameworks, cases, calendar, seats, corrections, fits."""
