"""Canvass: what capitals have said of a draft moves the whole board, and tells whom to ask next."""

from comity.convene.canvass.board import Board, Frame, Moved, moved, standing
from comity.convene.canvass.rows import Rows
from comity.convene.canvass.sounding import Sounding
from comity.convene.canvass.update import Heard, condition

__all__ = ["Board", "Frame", "Heard", "Moved", "Rows", "Sounding", "condition", "moved", "standing"]
