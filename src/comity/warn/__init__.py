"""Warn: forecasts of deaths and of new mass killing, with drivers and baselines. Pure arithmetic."""
