"""Parameters that many commands share, each defined once."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

StateText = Annotated[str, Parameter(help="ISO 3166 alpha-3 code or name, such as SDN or Sudan")]
AsOf = Annotated[
    str | None, Parameter(name="--as-of", help="last day whose facts are used: YYYY, YYYY-MM or YYYY-MM-DD")
]
Json = Annotated[bool, Parameter(name="--json", negative="", help="print JSON")]
DeskFile = Annotated[
    str | None,
    Parameter(name="--desk", env_var="COMITY_DESK", help="desk file; by default the one of this user"),
]
DataDirectory = Annotated[
    str | None, Parameter(name="--data", env_var="COMITY_DATA", help="directory of raw provider data")
]
Author = Annotated[str, Parameter(name="--by", help="role or office that says this, never the name of a source")]
GradeText = Annotated[
    str, Parameter(name="--grade", help="Admiralty grade: source A-F and information 1-6, such as B2")
]
MarkingText = Annotated[
    str, Parameter(name="--marking", help='who may see it: TLP 2.0 with compartments, such as "TLP:AMBER [sources]"')
]
Because = Annotated[str, Parameter(name="--because", help="the reason, in a few words")]

# TLP 2.0 (FIRST, August 2022): shared within the organisation only, until somebody decides otherwise.
CAREFUL = "TLP:AMBER+STRICT"
