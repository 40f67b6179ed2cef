"""Learn: nearest past cases, and cases stepped through as exercises."""
