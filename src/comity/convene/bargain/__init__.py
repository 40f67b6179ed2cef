"""Bargaining over several issues: what the models give side by side, who gains, who blocks, and what would unblock."""
