"""The first lines of a brief and its last: what matters most, and what we do not know."""

from __future__ import annotations

from comity.desk.brief import cites as say
from comity.desk.brief import wording
from comity.desk.brief.cites import Cites
from comity.desk.brief.model import Picture, Promise, Risk, Statement, Venue
from comity.desk.brief.picture import judged_factors
from comity.desk.brief.venues import NOTHING_CALLS, option_names
from comity.desk.planning import Planned
from comity.plan.situation import Phase
from comity.records.assessment import Answer
from comity.records.finding import Standing

# Above this chance of adoption the brief names nobody as the one who would break a text.
_NEARLY_SURE = 0.95


def headline(
    risk: Risk, planned: Planned, venues: tuple[Venue, ...], promises: tuple[Promise, ...], cites: Cites
) -> tuple[Statement, ...]:
    """The brief in a few sentences, most important first."""
    found = [item for item in risk.statements if item.basis == "data"][:1]
    if risk.deaths is None:
        found.append(say.absent("No count of deaths is at hand for this state; see what we do not know."))
    if risk.onset is not None:
        found.append(next(s for s in risk.statements if "onset" in s.cites))
    if not found:
        found.append(say.absent("No figure on violence or risk is at hand for this state; see what we do not know."))
    found.extend(_options(planned, cites))
    found.extend(_vote(venues, cites))
    troubled = [p for p in promises if p.finding.standing in (Standing.SILENT, Standing.LATE, Standing.DISPUTED)]
    if troubled:
        text = f"{len(troubled)} of {len(promises)} pledges on record are late, silent or disputed."
        found.append(say.judged(text, cites.entered()))
    return tuple(found)


def unknown(risk: Risk, picture: Picture, venues: tuple[Venue, ...], cites: Cites) -> tuple[Statement, ...]:
    """What we do not know, said where a reader would otherwise assume."""
    found = []
    judged = judged_factors(picture.factors)
    if judged < len(picture.factors):
        text = (
            f"{len(picture.factors) - judged} of {len(picture.factors)} risk factors carry no judgement on this desk."
        )
        found.append(say.absent(text))
    elements = [element for test in picture.tests for element in test.elements]
    still = sum(1 for element in elements if element.answer is Answer.CANNOT_SAY)
    text = f"{still} of {len(elements)} legal elements cannot be said from what is entered. This is no legal advice."
    found.append(say.absent(text))
    if risk.deaths is not None:
        source = cites.fitted("country_months")
        found.append(
            say.absent("Deaths are those recorded and coded; where nobody can report, fewer are seen.", source)
        )
        found.extend(say.absent(wording.sentence(note), source) for note in risk.deaths.notes)
    if risk.civilians is not None:
        source = cites.fitted("country_months")
        notes = [n for n in risk.civilians.notes if risk.deaths is None or n not in risk.deaths.notes]
        found.extend(say.absent(f"Civilian deaths: {wording.sentence(note)}", source) for note in notes)
    if risk.onset is not None:
        source = cites.fitted("onset")
        found.extend(say.absent(f"Onset risk: {wording.sentence(note)}", source) for note in risk.onset.notes)
    first = next((venue for venue in venues if venue.ballot is not None), None)
    if first is not None and first.ballot is not None:
        source = cites.fitted("ballots")
        found.extend(say.absent(f"Predicted votes: {wording.sentence(note)}", source) for note in first.ballot.notes)
    found.append(say.absent("What capitals have said in private is known only as far as it was entered here."))
    return tuple(found)


def _options(planned: Planned, cites: Cites) -> list[Statement]:
    options = planned.options.options
    if not options:
        return []
    if planned.situation.phase is Phase.QUIET:
        text = f"Nothing recorded calls for a measure; standing help that fits: {option_names(options, 3)}."
        return [say.fact(text, cites.options())]
    text = f"{len(options)} measures fit a situation of this kind ({planned.situation.phase.value}); "
    text += f"first by the order stated below: {option_names(options, 3)}."
    return [say.fact(text, cites.options())]


def _vote(venues: tuple[Venue, ...], cites: Cites) -> list[Statement]:
    # The body that was asked for stands first; another one's vote is no answer to the question.
    first = venues[0] if venues else None
    if first is None:
        return []
    if first.ballot is None:
        # Where nothing calls for a vote, its absence is no news.
        if first.why_none == NOTHING_CALLS:
            return []
        return [say.absent(f"No vote is predicted in the {first.name}: {first.why_none}.")]
    ballot = first.ballot
    what = ballot.draft.title.split(": ", 1)[-1]
    text = f"A text in the {first.name} ({what[:1].lower() + what[1:]}) would, if put to a vote, be adopted with a "
    text += "chance of " + wording.figure(ballot.adopted)
    # Who breaks a text that nearly always carries says more of chance than of states.
    if ballot.breakers and ballot.adopted.value < _NEARLY_SURE:
        names = wording.listed(tuple(wording.state_name(code) for code, _ in ballot.breakers[:2]))
        text += f"; it would most often fail by the vote of {names}"
    return [say.model(text + ".", cites.fitted("ballots"))]
