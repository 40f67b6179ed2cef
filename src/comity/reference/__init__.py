"""Content, one thing one file: bodies, measures, frameworks, cases, calendar, seats, corrections, and our own fits."""
