"""Where members stand on the main line of division: fitting any roll calls, and the Assembly's fitted positions."""

from comity.convene.positions.fitting import fit
from comity.convene.positions.roll_calls import roll_calls
from comity.convene.positions.standing import Standing
from comity.convene.positions.table import Known, Positions, known, parse, position

__all__ = ["Known", "Positions", "Standing", "fit", "known", "parse", "position", "roll_calls"]
