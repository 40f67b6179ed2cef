"""`comity convene bargain` and `ladder`: where a bargain may end, and small steps that lead towards one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from comity.cli.say import say, say_json
from comity.cli.words import Json


def bargain(
    file: Annotated[
        Path, Parameter(help="CSV with actor, issue, position, salience and power, or a decide, BdM or KTAB file")
    ],
    /,
    *,
    form: Annotated[
        str | None, Parameter(help="plain, decide, bdm or ktab; recognised by the first row if left out")
    ] = None,
    draws: Annotated[int, Parameter(help="noisy repetitions behind each interval")] = 100,
    seed: Annotated[int, Parameter(help="seed of the noise and of the order among equal trades")] = 0,
    rounds: Annotated[int, Parameter(help="rounds of the exchange")] = 10,
    noise: Annotated[float, Parameter(help="standard deviation of positions, in points")] = 5.0,
    json: Json = False,
) -> int:
    """Models of a bargain side by side: where each ends, who gains, who blocks, and the cheapest move that unblocks."""
    from comity.cli import given
    from comity.cli.show.bargain import render
    from comity.convene.bargain.compare import Asked
    from comity.convene.bargain.noise import Noise
    from comity.convene.bargain.read import Form
    from comity.desk.bargaining import bargain_file

    forms: tuple[Form, ...] = ("plain", "decide", "bdm", "ktab")
    found = bargain_file(
        file,
        form=None if form is None else given.one_of(form, forms, "--form"),
        asked=Asked(noise=Noise(position=noise), draws=draws, seed=seed, rounds=rounds),
    )
    if json:
        say_json(found)
    else:
        say(render(found))
    return 0


def ladder(
    file: Annotated[Path, Parameter(help="CSV with step, actor, gain, cost, and verified, builds, rests_on if wanted")],
    /,
    *,
    trust: Annotated[
        str, Parameter(help="chance at the start that the others keep what they promise, such as 30%")
    ] = "30%",
    json: Json = False,
) -> int:
    """An order of steps, each acceptable by itself to all who are needed, and what is out of reach and why."""
    from comity.cli import given
    from comity.cli.show.bargain import rungs
    from comity.desk.bargaining import ladder_file

    found = ladder_file(file, trust=given.share(trust, "--trust"))
    if json:
        say_json(found)
    else:
        say(rungs(found))
    return 0
