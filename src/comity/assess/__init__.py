"""Assess: graded judgements on risk factors, and legal thresholds element by element. Never one score."""
