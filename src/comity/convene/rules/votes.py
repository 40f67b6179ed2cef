"""What a member can do in a vote, and how a vote can end."""

from __future__ import annotations

from enum import IntEnum


class Vote(IntEnum):
    """One cell of an int8 array of votes, (draws, members).

    ABSENT             not in the room: neither votes nor counts towards a quorum
    NOT_PARTICIPATING  in the room but takes no part: counts towards a quorum, casts no vote (China 1971-81)
    BARRED             may not vote: the state concerned, or a suspended member; leaves `eligible_members`
    ABSTAIN_DECLARED   abstention with a formal declaration under TEU 31(1); elsewhere an abstention like any other
    """

    NO = 0
    ABSTAIN = 1
    YES = 2
    ABSENT = 3
    BARRED = 4
    NOT_PARTICIPATING = 5
    ABSTAIN_DECLARED = 6


class Outcome(IntEnum):
    """How a roll call ended.

    VETOED  the votes needed were there and a named veto holder said no; a draft that falls short anyway is
            NOT_ADOPTED even with a veto holder against, which is how the United Nations list of vetoes counts
    """

    NOT_ADOPTED = 0
    ADOPTED = 1
    VETOED = 2


ABSTENTIONS = (Vote.ABSTAIN, Vote.ABSTAIN_DECLARED)
CAST = (Vote.NO, Vote.YES)
TAKING_PART = (Vote.NO, Vote.ABSTAIN, Vote.YES, Vote.ABSTAIN_DECLARED)
PRESENT = (Vote.NO, Vote.ABSTAIN, Vote.YES, Vote.NOT_PARTICIPATING, Vote.ABSTAIN_DECLARED)
ENTITLED = tuple(vote for vote in Vote if vote is not Vote.BARRED)
