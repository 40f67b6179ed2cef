"""Where states stand on the main line of division in the Assembly: reading fitted positions and looking them up."""

from comity.convene.positions.table import Known, Positions, known, parse, position

__all__ = ["Known", "Positions", "known", "parse", "position"]
