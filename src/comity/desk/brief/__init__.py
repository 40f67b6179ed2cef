"""The decision brief: one situation, all stages, every sentence with its basis."""
