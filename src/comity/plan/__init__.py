"""Plan: measures that fit a situation, with authority, consent, time, harm, evidence and conflicts."""
