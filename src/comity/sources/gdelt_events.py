"""GDELT 2.0 events: what the world's news reported, every quarter of an hour, coded by machine.

Counts follow how much is reported, not how much happens, and one happening may be several events; deaths are not
counted. Places carry FIPS 10-4 country codes, not ISO. A file has 61 columns, tabs between them and no header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache

import msgspec

from comity.kernel.errors import Misused
from comity.records.event import Event, Row, Violence
from comity.sources.contract import Aside, Ask, File, SchemaChanged, Source, Wish
from comity.sources.forms import delimited, sifted
from comity.sources.forms.entry import Entry, Once

SOURCE = Source(
    name="gdelt_events",
    title="GDELT 2.0 Event Database",
    provider="The GDELT Project",
    home="https://www.gdeltproject.org/data.html",
    gives=("Event",),
    licence="free for any use with citation of the GDELT Project and a link to it (terms of use, gdeltproject.org)",
    terms="Name the GDELT Project and link to it; coded by machine from news, so never evidence by itself.",
    cite="Leetaru, Kalev and Philip A. Schrodt (2013). GDELT: Global Data on Events, Location and Tone. ISA 2013.",
    shareable=True,
    cadence=1,
    adds=True,
)

# GDELT's files lie in a storage bucket of the name of its host, data.gdeltproject.org; so they come over HTTPS.
_BASE = "https://storage.googleapis.com/data.gdeltproject.org/gdeltv2/"
# GDELT announcement of 2.0: its first full day.
FIRST = date(2015, 2, 19)
# A month is 2,976 files; whoever needs more takes it month by month.
LONGEST = 31

# GDELT 2.0 event codebook (19 February 2015), the columns in their order.
_COLUMNS = """
GLOBALEVENTID SQLDATE MonthYear Year FractionDate
Actor1Code Actor1Name Actor1CountryCode Actor1KnownGroupCode Actor1EthnicCode Actor1Religion1Code Actor1Religion2Code
Actor1Type1Code Actor1Type2Code Actor1Type3Code
Actor2Code Actor2Name Actor2CountryCode Actor2KnownGroupCode Actor2EthnicCode Actor2Religion1Code Actor2Religion2Code
Actor2Type1Code Actor2Type2Code Actor2Type3Code
IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone
Actor1Geo_Type Actor1Geo_FullName Actor1Geo_CountryCode Actor1Geo_ADM1Code Actor1Geo_ADM2Code Actor1Geo_Lat
Actor1Geo_Long Actor1Geo_FeatureID
Actor2Geo_Type Actor2Geo_FullName Actor2Geo_CountryCode Actor2Geo_ADM1Code Actor2Geo_ADM2Code Actor2Geo_Lat
Actor2Geo_Long Actor2Geo_FeatureID
ActionGeo_Type ActionGeo_FullName ActionGeo_CountryCode ActionGeo_ADM1Code ActionGeo_ADM2Code ActionGeo_Lat
ActionGeo_Long ActionGeo_FeatureID
DATEADDED SOURCEURL
"""
COLUMNS = tuple(_COLUMNS.split())
_FORM = delimited.Form(
    needs=(
        "GLOBALEVENTID", "SQLDATE", "Actor1Name", "Actor1Code", "Actor1Type1Code", "Actor2Name", "Actor2Code",
        "Actor2Type1Code", "EventCode", "EventRootCode", "NumSources", "ActionGeo_Type", "ActionGeo_CountryCode",
        "ActionGeo_Lat", "ActionGeo_Long",
    ),
    names=COLUMNS,
    delimiter="\t",
    encoding="utf-8",
    quoted=False,
)  # fmt: skip

# CAMEO codebook 1.1b3, root codes 14 to 20; the roots below are talk, aid and refusal.
_ROOTS: dict[str, Violence] = {
    "14": "protest",
    "15": "strategic",
    "17": "strategic",
    "18": "one_sided",
    "19": "state_based",
    "20": "one_sided",
}
# CAMEO: 145 violent protest and riot, 183 bombing, 194 heavy weapons, 195 aerial weapons, 204 mass destruction.
_BASES: dict[str, Violence] = {"145": "riot", "183": "remote", "194": "remote", "195": "remote", "204": "remote"}
# CAMEO actor roles of a state: government, armed forces, police, intelligence, judiciary, legislature.
_OF_STATE = {"GOV", "MIL", "COP", "SPY", "JUD", "LEG"}

# GDELT codebook, ActionGeo_Type.
_EXACT = {"0": "", "1": "country", "2": "US state", "3": "US city", "4": "world city", "5": "world state"}

# FIPS 10-4 (withdrawn 2008, kept up by GNS) to ISO alpha-3; GZ and WE are Gaza and the West Bank, RB and YI older
# codes of Serbia. Seas, reefs and territories are left out and listed in _NO_STATE.
_FIPS = """
AF AFG AL ALB AG DZA AN AND AO AGO AC ATG AR ARG AM ARM AS AUS AU AUT AJ AZE BF BHS BA BHR BG BGD BB BRB BO BLR BE BEL
BH BLZ BN BEN BT BTN BL BOL BK BIH BC BWA BR BRA BX BRN BU BGR UV BFA BM MMR BY BDI CB KHM CM CMR CA CAN CV CPV CT CAF
CD TCD CI CHL CH CHN CO COL CN COM CF COG CG COD CW COK CS CRI IV CIV HR HRV CU CUB CY CYP EZ CZE DA DNK DJ DJI DO DMA
DR DOM TT TLS EC ECU EG EGY ES SLV EK GNQ ER ERI EN EST ET ETH FJ FJI FI FIN FR FRA GB GAB GA GMB GZ PSE GG GEO GM DEU
GH GHA GR GRC GJ GRD GT GTM GV GIN PU GNB GY GUY HA HTI VT VAT HO HND HU HUN IC ISL IN IND ID IDN IR IRN IZ IRQ EI IRL
IS ISR IT ITA JM JAM JA JPN JO JOR KZ KAZ KE KEN KR KIR KN PRK KS KOR KV XKX KU KWT KG KGZ LA LAO LG LVA LE LBN LT LSO
LI LBR LY LBY LS LIE LH LTU LU LUX MK MKD MA MDG MI MWI MY MYS MV MDV ML MLI MT MLT RM MHL MR MRT MP MUS MX MEX FM FSM
MD MDA MN MCO MG MNG MJ MNE MO MAR MZ MOZ WA NAM NR NRU NP NPL NL NLD NZ NZL NU NIC NG NER NI NGA NE NIU NO NOR MU OMN
PK PAK PS PLW PM PAN PP PNG PA PRY PE PER RP PHL PL POL PO PRT QA QAT RO ROU RS RUS RW RWA SC KNA ST LCA VC VCT WS WSM
SM SMR TP STP SA SAU SG SEN RI SRB RB SRB YI SRB SE SYC SL SLE SN SGP LO SVK SI SVN BP SLB SO SOM SF ZAF OD SSD SP ESP
CE LKA SU SDN NS SUR WZ SWZ SW SWE SZ CHE SY SYR TW TWN TI TJK TZ TZA TH THA TO TGO TN TON TD TTO TS TUN TU TUR TX TKM
TV TUV UG UGA UP UKR AE ARE UK GBR US USA UY URY UZ UZB NH VUT VE VEN VM VNM WE PSE WI ESH YM YEM ZA ZMB ZI ZWE
FP PYF NC NCL
"""
_NOWHERE = """
AQ AV AY AT AA FQ BS BD BV IO VI CJ KT IP CK CR UC EU FK FO FG FS GI GO GL GP GQ GK HM HK HQ IM JN DQ JE JQ JU KQ
MC MB MF MQ MH BQ NT NF CQ LQ PF PC RQ RE TB SH RN SB NN SX PG SV TL TE TK VQ WQ WF OS OC
"""
_NO_STATE = frozenset(_NOWHERE.split())


def asks(wish: Wish) -> tuple[Ask, ...]:
    """Every file of the wished days, 96 a day; without days, those of the last day that is over.

    Version `newest` is the newest quarter of an hour alone, through GDELT's pointer to it.
    raises  Misused for a span before GDELT 2.0 or of more than a month; a few quarters were never published
    """
    if wish.version == "newest":
        return (Ask(url=_BASE + "lastupdate.txt", file="lastupdate.txt", media="text", largest=65536),)
    since, until = _days(wish)
    if since is None or until is None or since < FIRST or until < since or (until - since).days >= LONGEST:
        raise Misused(
            f"GDELT 2.0 gives at most {LONGEST} days from {FIRST} on, not {since} to {until}",
            hint="name the first and the last day, a month at a time",
        )
    start = datetime(since.year, since.month, since.day)  # noqa: DTZ001 - file names are UTC by GDELT's own rule.
    quarters = 96 * ((until - since).days + 1)
    return tuple(
        _export(f"{start + timedelta(minutes=15 * step):%Y%m%d%H%M%S}.export.CSV.zip") for step in range(quarters)
    )


def follow(ask: Ask, answer: bytes) -> Ask | None:
    """The archive that the pointer names; archives lead no further."""
    if ask.file != "lastupdate.txt":
        return None
    return _export(_pointed(File(name=ask.file, body=answer, media="text")))


def covers(wish: Wish) -> Wish:
    """The days asked for. Files are named by when they were read in the news, and tell of older days too; so a vintage
    adds events and takes none back.
    """
    since, until = (wish.on, wish.on) if wish.version == "newest" else _days(wish)
    return msgspec.structs.replace(wish, since=since, until=until, states=())


def read(file: File) -> Iterator[Row]:
    """Events of one file, in its order; `state` is empty where the place is at sea, a territory, or not told."""
    return sifted.rows(_parsed(file))


def aside(file: File) -> Iterator[Aside]:
    """Country codes that stand in neither of our two lists; their events are read, without a state."""
    return sifted.asides(_parsed(file))


def _days(wish: Wish) -> tuple[date | None, date | None]:
    """First and last day of the wish; without any, the last day that is over on the day of asking."""
    if not (wish.since or wish.until):
        last = wish.on - timedelta(days=1) if wish.on else None
        return last, last
    return wish.since, wish.until or wish.on


def _parsed(file: File) -> Iterator[Row | Aside]:
    if file.media == "text":
        _pointed(file)
        return
    once = Once()
    first = file.body[:20_000].split(b"\n", 1)[0]
    if file.body and first.count(b"\t") + 1 != len(COLUMNS):
        raise SchemaChanged(
            f"{file.name} begins with {first.count(bytes([9])) + 1} columns; GDELT 2.0 events have {len(COLUMNS)}",
            hint="it is another GDELT table or a changed form; the last good vintage stays in use",
        )
    for entry in delimited.entries(file, _FORM):
        once.add(entry.must("GLOBALEVENTID"), entry)
        code = entry.text("ActionGeo_CountryCode")
        if code and code not in _places() and code not in _NO_STATE:
            yield Aside(where=entry.where, words=code, why="no FIPS country code we know; read without a state")
        yield _event(entry, _places().get(code, ""))


def _event(entry: Entry, state: str) -> Event:
    stamp = entry.text("SQLDATE")
    if not re.fullmatch(r"[0-9]{8}", stamp):
        raise entry.fault("SQLDATE", "is no day in the form 20260503")
    day = entry.on("SQLDATE", int(stamp[:4]), int(stamp[4:6]), int(stamp[6:]))
    return Event(
        source=SOURCE.name,
        id=entry.must("GLOBALEVENTID"),
        state=state,
        began=day,
        ended=day,
        kind=_kind(entry),
        lat=entry.degrees("ActionGeo_Lat", 90),
        lon=entry.degrees("ActionGeo_Long", 180),
        precision=entry.one_of("ActionGeo_Type", _EXACT),
        side_a=entry.text("Actor1Name") or entry.text("Actor1Code"),
        side_b=entry.text("Actor2Name") or entry.text("Actor2Code"),
        reports=entry.count("NumSources"),
    )


def _kind(entry: Entry) -> Violence:
    root, code = entry.text("EventRootCode"), entry.text("EventCode")
    if not re.fullmatch(r"(0[1-9]|1[0-9]|20)", root):
        raise entry.fault("EventRootCode", "is no CAMEO root code 01 to 20")
    kind = _BASES.get(code[:3]) or _ROOTS.get(root, "other")
    roles = {entry.text("Actor1Type1Code"), entry.text("Actor2Type1Code")}
    return "non_state" if kind == "state_based" and not roles & _OF_STATE else kind


def _pointed(file: File) -> str:
    """Name of the events archive in the pointer file; raises SchemaChanged where it names none."""
    found = re.search(
        rb"^[0-9]+ [0-9a-f]{32} https?://data\.gdeltproject\.org/gdeltv2/([0-9]{14}\.export\.CSV\.zip)\s*$",
        file.body[:65536],
        flags=re.MULTILINE,
    )
    if not found:
        raise SchemaChanged(f"{file.name} names no events archive: {file.body[:80]!r}", hint="try again later")
    return found[1].decode()


def _export(name: str) -> Ask:
    return Ask(url=_BASE + name, file=name, media="zip", members=("*.export.CSV",), gap=True)


@cache
def _places() -> dict[str, str]:
    parts = _FIPS.split()
    return dict(zip(parts[::2], parts[1::2], strict=True))
