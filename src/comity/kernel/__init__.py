"""Words every layer shares: errors, ids, time, states, estimates, grading, marking, provenance, canonical JSON."""
