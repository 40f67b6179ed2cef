"""Legal definitions of atrocity crimes, each with the elements to be tested one by one. Never one score.

Texts are paraphrase. An element says what the law asks and where; whether it is met is a judgement recorded
elsewhere. Ethnic cleansing is no separate crime in law: its elements describe a practice whose acts are tested
under the other definitions.
"""

from __future__ import annotations

import msgspec

from comity.kernel.errors import BadContent, NotOnShelf, did_you_mean
from comity.kernel.ids import word
from comity.kernel.provenance import Checked, Confidence
from comity.reference.shelf import Shelf, filled


class Element(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One element.

    asks     the question to be answered met, not met or cannot say
    factors  ids of risk factors whose indicators speak to it; they inform the answer, they are not the test
    note     a trap, or where courts differ
    """

    id: str
    asks: str
    source: str
    confidence: Confidence
    checked: Checked
    factors: tuple[str, ...] = ()
    note: str | None = None


class Definition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One definition.

    acts             listed acts, any one of which will do
    punishable       forms of taking part that are punishable
    separate_crime   False where the term is no crime of its own
    duty             what the definition obliges states to do
    """

    id: str
    name: str
    text: str
    armed_conflict_required: bool
    separate_crime: bool
    articles: tuple[str, ...]
    confidence: Confidence
    checked: Checked
    elements: tuple[Element, ...]
    acts: tuple[str, ...] = ()
    punishable: tuple[str, ...] = ()
    mental_element: str | None = None
    duty: str | None = None
    treaty_note: str | None = None

    def element(self, element_id: str) -> Element:
        """The element with that id; raises NotOnShelf."""
        for element in self.elements:
            if element.id == element_id:
                return element
        known = [element.id for element in self.elements]
        raise NotOnShelf(f"{self.id} has no element {element_id!r}", hint=did_you_mean(element_id, known))


def _check(definition: Definition) -> None:
    filled(definition.articles, field="articles")
    filled(definition.elements, field="elements")
    seen: set[str] = set()
    for place, element in enumerate(definition.elements):
        filled(element.source, field=f"elements[{place}].source")
        if word(element.id) in seen:
            raise BadContent(f"elements[{place}].id {element.id!r} is there twice", hint="give each element its own id")
        seen.add(element.id)


shelf = Shelf("comity.reference.frameworks.definitions", Definition, noun="definition", check=_check)
get, find, ids, all_definitions = shelf.get, shelf.find, shelf.ids, shelf.all
