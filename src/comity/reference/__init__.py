"""Content, one thing one file: bodies, measures with evidence, frameworks, cases, calendar, seats, corrections, our fits."""
