"""`comity convene`: where states stand, how they would vote on a draft, and whom to call next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from cyclopts import App, Parameter

from comity.cli.say import say, say_json
from comity.cli.words import CAREFUL, AsOf, Author, DeskFile, Json, MarkingText

if TYPE_CHECKING:
    from comity.desk.opening import Desk
    from comity.records.draft import Draft

app = App(name="convene", help="Positions, predicted votes, whom to call.", result_action="return_value")

DraftText = Annotated[str | None, Parameter(help="a draft on record, such as draft/1; else describe one")]
Target = Annotated[str | None, Parameter(name="--target", help="state the text is about")]
Measures = Annotated[
    str | None, Parameter(name="--measures", help="ids with commas, such as arms_embargo,asset_freeze")
]
Strength = Annotated[
    str | None, Parameter(name="--strength", help="condemn, investigate, mission, sanction, refer or force")
]
BodyText = Annotated[str, Parameter(name="--body", help="body that votes, such as unsc or unga")]
Rule = Annotated[str | None, Parameter(name="--rule", help="decision rule of the body; by default that for substance")]
On = Annotated[
    str | None, Parameter(name="--on", help="day of the draft, YYYY-MM-DD; no later vote is used; today if left")
]
Chance = Annotated[str, Parameter(name="--chance", help="chance of adoption to reach, such as 80%")]
Sitting = Annotated[
    str | None, Parameter(name="--sitting", help="day whose members vote, such as 2027-01-01 for the next Council")
]


@app.command
def positions(
    *states: Annotated[str, Parameter(help="ISO 3166 alpha-3 codes or names, such as SDN FRA CHN")],
    since: Annotated[int | None, Parameter(help="first calendar year")] = None,
    every: Annotated[int | None, Parameter(help="every so many sessions; by default what fits a screen")] = None,
    as_of: AsOf = None,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Where states stand on the main line of division in the General Assembly, session by session."""
    from comity.cli.show.positions import render
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused

    if not states:
        raise Misused("no state is named", hint="for example: comity convene positions SDN FRA CHN --since 1990")
    if every is not None and every < 1:
        raise Misused(f"--every counts sessions; got {every}", hint="give 1 or more")
    with open_desk(desk) as office:
        found = office.convene.positions(states, since=since, as_of=as_of)
    if json:
        say_json(found)
    else:
        say(render(found, every=every))
    return 0


@app.command
def draft(
    *,
    target: Target = None,
    measures: Measures = None,
    strength: Strength = None,
    body: BodyText = "unsc",
    rule: Rule = None,
    on: On = None,
    marking: MarkingText = CAREFUL,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Put a draft on record; it is named draft/1 and so on from then on."""
    from comity.cli.recorded import recorded
    from comity.desk.opening import open_desk
    from comity.kernel.marking import marking as marked

    with open_desk(desk, author=by) as office:
        text = described_draft(
            office, None, target=target, measures=measures, strength=strength, body=body, rule=rule, on=on
        )
        entry = office.convene.table(text, marked(marking))
    return recorded(entry, then=f"comity convene predict {entry.stream}", json=json)


@app.command
def predict(
    draft: DraftText = None,
    /,
    *,
    target: Target = None,
    measures: Measures = None,
    strength: Strength = None,
    body: BodyText = "unsc",
    rule: Rule = None,
    on: On = None,
    sitting: Sitting = None,
    record: Annotated[
        bool, Parameter(negative="", help="put the prediction on record, to be scored when the vote is known")
    ] = False,
    marking: MarkingText = CAREFUL,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """How each member would vote on a draft, the chance that it is adopted, and who would break it."""
    from comity.cli import given
    from comity.cli.show.ballot_table import render
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused
    from comity.kernel.marking import marking as marked

    if record and draft is None:
        raise Misused(
            "only a prediction of a draft on record can be kept", hint="first: comity convene draft --target …"
        )
    with open_desk(desk, author=by) as office:
        text = described_draft(
            office, draft, target=target, measures=measures, strength=strength, body=body, rule=rule, on=on
        )
        found = office.convene.predict(text, sitting=given.day(sitting, "--sitting") if sitting else None)
        if record and draft is not None:
            office.convene.keep(given.stream(draft, "draft"), found.ballot, marked(marking))
    if json:
        say_json({**msgspec.structs.asdict(found.ballot), "seats": found.coverage})
    else:
        say(render(found, then=_call_next(draft, text, dated=on is not None)))
    return 0


@app.command
def call(
    draft: DraftText = None,
    /,
    *,
    target: Target = None,
    measures: Measures = None,
    strength: Strength = None,
    body: BodyText = "unsc",
    rule: Rule = None,
    on: On = None,
    sitting: Sitting = None,
    most: Annotated[int, Parameter(help="at most so many states")] = 5,
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """Whom to call next: the states whose answer would tell most about adoption."""
    from comity.cli import given
    from comity.cli.show.ballot_table import calls
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused

    if most < 1:
        raise Misused(f"--most counts states; got {most}", hint="give 1 or more")
    with open_desk(desk) as office:
        text = described_draft(
            office, draft, target=target, measures=measures, strength=strength, body=body, rule=rule, on=on
        )
        predicted = office.convene.predict(text, sitting=given.day(sitting, "--sitting") if sitting else None)
        told = office.convene.calls(predicted, most=most)
    if json:
        say_json(told)
    else:
        say(calls(predicted, told))
    return 0


@app.command
def canvass(
    draft: Annotated[str, Parameter(help="a draft on record, such as draft/1")],
    /,
    *heard: Annotated[str, Parameter(help='what was heard, such as "KEN yes, firm; IND leaning abstain, source B2"')],
    firm: Annotated[bool, Parameter(negative="", help="it was promised or instructed")] = False,
    leaning: Annotated[bool, Parameter(negative="", help="it was a leaning only")] = False,
    grade: Annotated[str, Parameter(help="Admiralty grade of soundings that name none; C3 is the middle")] = "C3",
    voice: Annotated[str, Parameter(help="which office spoke: capital, mission or third")] = "capital",
    on: Annotated[str | None, Parameter(help="the day it was said, YYYY-MM-DD; by default today")] = None,
    try_only: Annotated[
        bool, Parameter(name="--try", negative="", help="show what it would change and put nothing on record")
    ] = False,
    most: Annotated[int, Parameter(help="at most so many states to call")] = 5,
    cost: Annotated[str | None, Parameter(help="what a call costs, in any unit, such as USA=3,KEN=1; else 1")] = None,
    about: Annotated[str | None, Parameter(help="what calls are to tell about: adoption, tally or board")] = None,
    as_of: AsOf = None,
    marking: MarkingText = CAREFUL,
    by: Author = "desk",
    json: Json = False,
    desk: DeskFile = None,
) -> int:
    """The board of a draft with all that was heard of it, what moved, and whom to call next.

    Never write who told you: the office that spoke and the grade of the report are enough.
    """
    from comity.cli import given
    from comity.cli.show.canvass import plain, render
    from comity.convene.canvass.asking import About, Asked
    from comity.convene.canvass.sounding import Firmness, Voice
    from comity.convene.canvass.words import Defaults
    from comity.desk.opening import open_desk
    from comity.kernel.errors import Misused
    from comity.kernel.grading import grade as graded
    from comity.kernel.marking import marking as marked

    text = " ".join(heard) if heard else None
    if firm and leaning:
        raise Misused("a sounding is either firm or a leaning", hint="leave one of --firm and --leaning out")
    if text and as_of:
        raise Misused("what is heard now cannot be put on an earlier board", hint="leave --as-of out, or the soundings")
    asked = Asked(
        most=most, cost=costs_of(cost), about=None if about is None else given.word(about, About, "--about")
    )  # fmt: skip
    with open_desk(desk, author=by) as office:
        defaults = Defaults(
            said_on=given.day_or(on, "--on", office.today()),
            grade=graded(grade),
            firmness=Firmness.FIRM if firm else Firmness.LEANING if leaning else Firmness.STATED,
            voice=given.word(voice, Voice, "--voice"),
        )
        stream = given.stream(draft, "draft")
        found = office.convene.canvass(
            stream, text, defaults=defaults, asked=asked, as_of=as_of,
            marking=None if try_only else marked(marking),
        )  # fmt: skip
    if json:
        say_json(plain(found))
    else:
        say(render(found, kept=bool(text) and not try_only))
    return 0


def costs_of(text: str | None) -> dict[str, float]:
    """Costs of calls by state from "USA=3,KEN=1"."""
    from comity.desk.asking import which_state
    from comity.kernel.errors import Misused

    found = {}
    for part in (text or "").split(","):
        name, _, price = part.partition("=")
        if not part.strip():
            continue
        try:
            found[which_state(name.strip()).iso3] = float(price)
        except ValueError as error:
            raise Misused(f"--cost takes no {part!r}", hint="write it as USA=3,KEN=1") from error
    return found


def described_draft(office: Desk, stream: str | None, **described: Any) -> Draft:
    """The draft on record, or the one described by flags; raises Misused for neither and for both."""
    from comity.cli import given
    from comity.kernel.errors import Misused

    target = described["target"]
    if stream is not None:
        # A draft on record is as it is; flags that would change it are not passed over in silence.
        extra = [
            f"--{name}" for name in ("target", "measures", "strength", "rule", "on") if described[name] is not None
        ]
        if extra or described["body"] != "unsc":
            raise Misused(
                f"{stream} is on record with its own terms; {', '.join(extra) or '--body'} cannot change them",
                hint="leave the flags out, or describe another draft without naming this one",
            )
        return office.convene.tabled(given.stream(stream, "draft"))
    if target is None:
        raise Misused("no draft is named", hint="name one on record, such as draft/1, or give --target STATE")
    on = described["on"]
    return office.convene.draft(
        target,
        measures_named=given.names(described["measures"]),
        strength=described["strength"],
        body=described["body"],
        rule=described["rule"],
        as_of=None if on is None else given.day(on, "--on"),
    )


def _call_next(stream: str | None, text: Draft, *, dated: bool) -> str:
    if stream is not None:
        return f"comity convene call {stream}"
    parts = [f"--target {text.target}", f"--strength {text.strength}", f"--body {text.body}"]
    if text.measures:
        parts.insert(1, f"--measures {','.join(text.measures)}")
    if dated:
        parts.append(f"--on {text.on}")
    return f"comity convene call {' '.join(parts)}"


# Imported at use, so that a prediction does not pay for them.
_COMMANDS = {
    "coalition": ("convene_coalition", "The cheapest states to persuade, and the smallest sides that carry or block."),
    "power": ("convene_coalition", "Voting power under a rule before anything is known of the question."),
    "amend": ("convene_amend", "The least change of a text that carries, and who is gained and lost by each."),
    "venues": (
        "convene_venues",
        "The same measure in every body that may take it, and what is left when one is blocked.",
    ),
    "bargain": ("convene_bargain", "Models of a bargain over several issues side by side, the compromise first."),
    "ladder": ("convene_bargain", "An order of steps, each acceptable by itself to all who are needed."),
}
app.command("comity.cli.convene_silence:app", name="silence", help="A text that is agreed if nobody objects in time.")
app.command("comity.cli.convene_text:app", name="text", help="Negotiate a text: brackets, amendments, versions.")
for _name, (_module, _help) in _COMMANDS.items():
    app.command(f"comity.cli.{_module}:{_name}", name=_name, help=_help)
