"""Any sequence of steps: no illegal state is reached, and no word that anybody wrote is lost."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from comity.convene.text.brackets import marked, settled
from comity.convene.text.document import TABLED, Status, Text, places, runs, sha256
from comity.convene.text.history import differences
from comity.convene.text.placing import reading
from comity.convene.text.rebase import Reason, clash, outcomes
from comity.convene.text.steps import Step, after, fold
from comity.convene.text.words import Word, joined, split
from comity.exchange import akoma_ntoso, hypertext
from comity.kernel.errors import ComityError
from comity.records.text import Change, TextAccepted, TextProposed, TextRejected, TextSupported, TextWithdrawn
from tests.unit.convene.text import acts

WORDS = ("all", "armed", "groups", "(and)", "others,", "promptly;", "relief", "urges")
NEW = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)
PARTY = st.sampled_from(["A", "B", "C"])


class Negotiation(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.opened = acts.opened()
        self.text = acts.start()
        self.steps: list[Step] = []
        self.clashed: set[str] = set()
        self.brought: dict[str, dict[str, Word]] = {}

    def take(self, step: Step) -> bool:
        before, printed = self.text, repr(self.text)
        try:
            self.text = after(self.text, step)
        except ComityError:
            # A step that is refused leaves the text as it was.
            assert self.text is before
            assert repr(before) == printed
            return False
        self.steps.append(step)
        if isinstance(step, TextProposed):
            hunks = self.text.proposals[step.id].hunks
            self.brought[step.id] = {token.id: token.word for hunk in hunks for token in hunk.tokens}
        return True

    def somewhere(self, data: st.DataObject) -> str:
        known = [*self.text.paragraphs, *(tabled.id for tabled in self.text.open)]
        return data.draw(st.sampled_from(known))

    @rule(data=st.data(), op=st.sampled_from(["insert", "delete", "replace"]), new=NEW, by=PARTY)
    def propose_words(self, data: st.DataObject, op: str, new: list[str], by: str) -> None:
        on = self.somewhere(data)
        try:
            here = reading(self.text, on)
        except ComityError:
            return
        first = data.draw(st.integers(0, len(here)))
        last = first if op == "insert" else data.draw(st.integers(first, min(len(here), first + 5)))
        put = "" if op == "delete" else " ".join(new)
        change = Change(op=op, on=on, first=first, last=last, old=joined(here[first:last]), new=put)
        self.take(acts.proposed(self.text, change, by))

    @rule(data=st.data(), op=st.sampled_from(["add", "drop", "move", "split"]), new=NEW, at=st.integers(0, 8), by=PARTY)
    def propose_paragraph(self, data: st.DataObject, op: str, new: list[str], at: int, by: str) -> None:
        on = "" if op == "add" else self.somewhere(data)
        behind = data.draw(st.sampled_from(["", *self.text.paragraphs]))
        change = Change(op=op, on=on, first=at, last=at, new=" ".join(new), after=behind)
        self.take(acts.proposed(self.text, change, by))

    @precondition(lambda self: self.text.proposals)
    @rule(data=st.data())
    def accept(self, data: st.DataObject) -> None:
        id = data.draw(st.sampled_from(list(self.text.proposals)))
        before = self.text
        legal = before.proposals[id].status is Status.OPEN and clash(before, before.proposals[id]) is None
        blocked = any(on == id and stand.said.level == "block" for (on, _), stand in before.stands.items())
        assert self.take(TextAccepted(proposal=id, by="chair", at=acts.when(before))) == (legal and not blocked)
        if legal and not blocked:
            told = {outcome.id for outcome in outcomes(before, self.text)}
            assert told == {tabled.id for tabled in before.open} - {id}

    @precondition(lambda self: self.text.proposals)
    @rule(data=st.data(), by=PARTY, withdrawn=st.booleans())
    def close(self, data: st.DataObject, by: str, withdrawn: bool) -> None:
        id = data.draw(st.sampled_from(list(self.text.proposals)))
        at = acts.when(self.text)
        if withdrawn:
            self.take(TextWithdrawn(proposal=id, by=by, at=at))
        else:
            self.take(TextRejected(proposal=id, by="chair", because="no support", at=at))

    @rule(data=st.data(), by=PARTY, level=st.sampled_from(["agree", "block"]), because=st.sampled_from(["", "why"]))
    def support(self, data: st.DataObject, by: str, level: str, because: str) -> None:
        on = self.somewhere(data)
        taken = self.take(TextSupported(on=on, party=by, level=level, because=because, at=acts.when(self.text)))
        assert not (taken and level == "block" and not because)

    @invariant()
    def no_word_is_lost(self) -> None:
        held = [token for _, tokens in runs(self.text, proposals=False) for token in tokens]
        assert max(Counter(token.id for token in held).values()) == 1
        tabled_words = [w.text for clause in self.opened.clauses for w in split(clause.text)]
        assert Counter(t.word.text for t in held if t.origin == TABLED and t.word.text) == Counter(tabled_words)
        kept = {token.id: token.word for token in held}
        for tabled in self.text.proposals.values():
            kept |= {token.id: token.word for hunk in tabled.hunks for token in hunk.tokens}
            # What was proposed is kept word for word, whatever becomes of it.
            assert tabled.proposed in self.steps
        for id, words in self.brought.items():
            assert all(kept[token] == word for token, word in words.items()), id

    @invariant()
    def every_open_proposal_stands_somewhere(self) -> None:
        index = places(runs(self.text))
        for tabled in self.text.open:
            for hunk in tabled.hunks:
                assert all(not anchor or anchor in index for anchor in (hunk.left, hunk.right, *hunk.deletes))
            met = clash(self.text, tabled, index)
            assert tabled.id not in self.clashed or met is not None, "a conflict went away"
            if met is not None:
                assert met.words
                # What only repeats another says something else once it is amended itself, and may then go in.
                if met.reason is not Reason.ALREADY_DONE:
                    self.clashed.add(tabled.id)

    @invariant()
    def versions_and_order_agree(self) -> None:
        accepted = [id for id, t in self.text.proposals.items() if t.status is Status.ACCEPTED]
        assert sorted(accepted) == sorted(self.text.accepted)
        assert sorted(self.text.order) == sorted(self.text.paragraphs)
        for paragraph in self.text.paragraphs.values():
            assert all(token.born is not None for token in paragraph.tokens)

    def teardown(self) -> None:
        again: Text = fold(self.opened, self.steps)
        assert again == self.text
        assert sha256(again) == sha256(self.text)
        self.every_view_can_be_made()

    def every_view_can_be_made(self) -> None:
        shown, found = marked(self.text), settled(self.text)
        assert 0 <= found.bracketed <= found.words
        assert [p.id for p in shown if p.look != "in"] == [p.id for p in self.text.standing]
        ElementTree.fromstring(akoma_ntoso.write(self.text, shown))
        assert hypertext.write(self.text, shown)
        for one in differences(self.text, 0, self.text.version):
            now = "".join(run.text for run in one.runs if run.look != "out")
            assert now.replace(" ", "") == self.text.paragraphs[one.id].text.replace(" ", "")


Negotiation.TestCase.settings = settings(
    max_examples=50, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
test_no_illegal_state_is_reachable = Negotiation.TestCase
