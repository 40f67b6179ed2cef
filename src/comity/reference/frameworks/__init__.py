"""How risk and law are read: risk factors, the responsibility to protect, and legal definitions with their elements."""
