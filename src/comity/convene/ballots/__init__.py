"""Predicted votes on a draft: chances by member as joint draws, the ballot they make, the past votes behind them."""

from comity.convene.ballots.forecast import Forecast, draws, forecast
from comity.convene.ballots.model import Model, parse
from comity.convene.ballots.sheet import Verdict, ballot, verdict

__all__ = ["Forecast", "Model", "Verdict", "ballot", "draws", "forecast", "parse", "verdict"]
