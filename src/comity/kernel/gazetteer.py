"""The table of states as text: codes, names, regional group, life of the state and of its UN membership.

One line a state: alpha-3 | alpha-2 | numeric | name as the UN spells it | name for tables (empty: the same) |
regional group | the state's own life | UN membership. A life or membership is from/to; empty from: before the
Charter entered into force (24 October 1945); empty to: still so; + joins two spells; - stands for none.
Codes: ISO 3166-1, ISO 3166-3 for former states; XKX, ZAN and VDR as data providers write them.
Dates of admission: UN, "Growth in United Nations membership". Dates of independence: general knowledge.
Groups: UN regional groups as of 2025; Türkiye votes with WEOG, the United States observes it, Israel joined it in
2000, and Kiribati is counted in none (recent lists put it with Asia-Pacific). Parsed in comity.kernel.states.
"""

# The Charter entered into force on 24 October 1945 for the 29 states that had ratified by then.
STATES = """
AFG|AF|004|Afghanistan||APG||1946-11-19
AGO|AO|024|Angola||AFG|1975-11-11|1976-12-01
ALB|AL|008|Albania||EEG||1955-12-14
AND|AD|020|Andorra||WEOG||1993-07-28
ARE|AE|784|United Arab Emirates|UAE|APG|1971-12-02|1971-12-09
ARG|AR|032|Argentina||GRULAC||1945-10-24
ARM|AM|051|Armenia||EEG|1991-09-21|1992-03-02
ATG|AG|028|Antigua and Barbuda|Antigua & Barbuda|GRULAC|1981-11-01|1981-11-11
AUS|AU|036|Australia||WEOG||1945-11-01
AUT|AT|040|Austria||WEOG||1955-12-14
AZE|AZ|031|Azerbaijan||EEG|1991-08-30|1992-03-02
BDI|BI|108|Burundi||AFG|1962-07-01|1962-09-18
BEL|BE|056|Belgium||WEOG||1945-12-27
BEN|BJ|204|Benin||AFG|1960-08-01|1960-09-20
BFA|BF|854|Burkina Faso||AFG|1960-08-05|1960-09-20
BGD|BD|050|Bangladesh||APG|1971-12-16|1974-09-17
BGR|BG|100|Bulgaria||EEG||1955-12-14
BHR|BH|048|Bahrain||APG|1971-08-15|1971-09-21
BHS|BS|044|Bahamas||GRULAC|1973-07-10|1973-09-18
BIH|BA|070|Bosnia and Herzegovina|Bosnia & Herz.|EEG|1992-03-03|1992-05-22
BLR|BY|112|Belarus||EEG||1945-10-24
BLZ|BZ|084|Belize||GRULAC|1981-09-21|1981-09-25
BOL|BO|068|Bolivia (Plurinational State of)|Bolivia|GRULAC||1945-11-14
BRA|BR|076|Brazil||GRULAC||1945-10-24
BRB|BB|052|Barbados||GRULAC|1966-11-30|1966-12-09
BRN|BN|096|Brunei Darussalam|Brunei|APG|1984-01-01|1984-09-21
BTN|BT|064|Bhutan||APG||1971-09-21
BWA|BW|072|Botswana||AFG|1966-09-30|1966-10-17
CAF|CF|140|Central African Republic|Central African Rep.|AFG|1960-08-13|1960-09-20
CAN|CA|124|Canada||WEOG||1945-11-09
CHE|CH|756|Switzerland||WEOG||2002-09-10
CHL|CL|152|Chile||GRULAC||1945-10-24
CHN|CN|156|China||APG||1945-10-24
CIV|CI|384|Côte d'Ivoire||AFG|1960-08-07|1960-09-20
CMR|CM|120|Cameroon||AFG|1960-01-01|1960-09-20
COD|CD|180|Democratic Republic of the Congo|DR Congo|AFG|1960-06-30|1960-09-20
COG|CG|178|Congo|Congo (Rep.)|AFG|1960-08-15|1960-09-20
COL|CO|170|Colombia||GRULAC||1945-11-05
COM|KM|174|Comoros||AFG|1975-07-06|1975-11-12
CPV|CV|132|Cabo Verde||AFG|1975-07-05|1975-09-16
CRI|CR|188|Costa Rica||GRULAC||1945-11-02
CUB|CU|192|Cuba||GRULAC||1945-10-24
CYP|CY|196|Cyprus||APG|1960-08-16|1960-09-20
CZE|CZ|203|Czechia||EEG|1993-01-01|1993-01-19
DEU|DE|276|Germany||WEOG|1949-05-23|1973-09-18
DJI|DJ|262|Djibouti||AFG|1977-06-27|1977-09-20
DMA|DM|212|Dominica||GRULAC|1978-11-03|1978-12-18
DNK|DK|208|Denmark||WEOG||1945-10-24
DOM|DO|214|Dominican Republic|Dominican Rep.|GRULAC||1945-10-24
DZA|DZ|012|Algeria||AFG|1962-07-05|1962-10-08
ECU|EC|218|Ecuador||GRULAC||1945-12-21
EGY|EG|818|Egypt||AFG||1945-10-24
ERI|ER|232|Eritrea||AFG|1993-05-24|1993-05-28
ESP|ES|724|Spain||WEOG||1955-12-14
EST|EE|233|Estonia||EEG|1991-08-20|1991-09-17
ETH|ET|231|Ethiopia||AFG||1945-11-13
FIN|FI|246|Finland||WEOG||1955-12-14
FJI|FJ|242|Fiji||APG|1970-10-10|1970-10-13
FRA|FR|250|France||WEOG||1945-10-24
FSM|FM|583|Micronesia (Federated States of)|Micronesia|APG|1986-11-03|1991-09-17
GAB|GA|266|Gabon||AFG|1960-08-17|1960-09-20
GBR|GB|826|United Kingdom||WEOG||1945-10-24
GEO|GE|268|Georgia||EEG|1991-04-09|1992-07-31
GHA|GH|288|Ghana||AFG|1957-03-06|1957-03-08
GIN|GN|324|Guinea||AFG|1958-10-02|1958-12-12
GMB|GM|270|Gambia||AFG|1965-02-18|1965-09-21
GNB|GW|624|Guinea-Bissau||AFG|1973-09-24|1974-09-17
GNQ|GQ|226|Equatorial Guinea||AFG|1968-10-12|1968-11-12
GRC|GR|300|Greece||WEOG||1945-10-25
GRD|GD|308|Grenada||GRULAC|1974-02-07|1974-09-17
GTM|GT|320|Guatemala||GRULAC||1945-11-21
GUY|GY|328|Guyana||GRULAC|1966-05-26|1966-09-20
HND|HN|340|Honduras||GRULAC||1945-12-17
HRV|HR|191|Croatia||EEG|1991-06-25|1992-05-22
HTI|HT|332|Haiti||GRULAC||1945-10-24
HUN|HU|348|Hungary||EEG||1955-12-14
IDN|ID|360|Indonesia||APG|1949-12-27|1950-09-28/1965-01-20+1966-09-28
IND|IN|356|India||APG||1945-10-30
IRL|IE|372|Ireland||WEOG||1955-12-14
IRN|IR|364|Iran (Islamic Republic of)|Iran|APG||1945-10-24
IRQ|IQ|368|Iraq||APG||1945-12-21
ISL|IS|352|Iceland||WEOG||1946-11-19
ISR|IL|376|Israel||WEOG|1948-05-14|1949-05-11
ITA|IT|380|Italy||WEOG||1955-12-14
JAM|JM|388|Jamaica||GRULAC|1962-08-06|1962-09-18
JOR|JO|400|Jordan||APG|1946-05-25|1955-12-14
JPN|JP|392|Japan||APG||1956-12-18
KAZ|KZ|398|Kazakhstan||APG|1991-12-16|1992-03-02
KEN|KE|404|Kenya||AFG|1963-12-12|1963-12-16
KGZ|KG|417|Kyrgyzstan||APG|1991-08-31|1992-03-02
KHM|KH|116|Cambodia||APG|1953-11-09|1955-12-14
KIR|KI|296|Kiribati||-|1979-07-12|1999-09-14
KNA|KN|659|Saint Kitts and Nevis|St Kitts & Nevis|GRULAC|1983-09-19|1983-09-23
KOR|KR|410|Republic of Korea|South Korea|APG|1948-08-15|1991-09-17
KWT|KW|414|Kuwait||APG|1961-06-19|1963-05-14
LAO|LA|418|Lao People's Democratic Republic|Laos|APG|1953-10-22|1955-12-14
LBN|LB|422|Lebanon||APG||1945-10-24
LBR|LR|430|Liberia||AFG||1945-11-02
LBY|LY|434|Libya||AFG|1951-12-24|1955-12-14
LCA|LC|662|Saint Lucia|St Lucia|GRULAC|1979-02-22|1979-09-18
LIE|LI|438|Liechtenstein||WEOG||1990-09-18
LKA|LK|144|Sri Lanka||APG|1948-02-04|1955-12-14
LSO|LS|426|Lesotho||AFG|1966-10-04|1966-10-17
LTU|LT|440|Lithuania||EEG|1990-03-11|1991-09-17
LUX|LU|442|Luxembourg||WEOG||1945-10-24
LVA|LV|428|Latvia||EEG|1991-08-21|1991-09-17
MAR|MA|504|Morocco||AFG|1956-03-02|1956-11-12
MCO|MC|492|Monaco||WEOG||1993-05-28
MDA|MD|498|Republic of Moldova|Moldova|EEG|1991-08-27|1992-03-02
MDG|MG|450|Madagascar||AFG|1960-06-26|1960-09-20
MDV|MV|462|Maldives||APG|1965-07-26|1965-09-21
MEX|MX|484|Mexico||GRULAC||1945-11-07
MHL|MH|584|Marshall Islands|Marshall Is.|APG|1986-10-21|1991-09-17
MKD|MK|807|North Macedonia||EEG|1991-09-08|1993-04-08
MLI|ML|466|Mali||AFG|1960-06-20|1960-09-28
MLT|MT|470|Malta||WEOG|1964-09-21|1964-12-01
MMR|MM|104|Myanmar||APG|1948-01-04|1948-04-19
MNE|ME|499|Montenegro||EEG|2006-06-03|2006-06-28
MNG|MN|496|Mongolia||APG||1961-10-27
MOZ|MZ|508|Mozambique||AFG|1975-06-25|1975-09-16
MRT|MR|478|Mauritania||AFG|1960-11-28|1961-10-27
MUS|MU|480|Mauritius||AFG|1968-03-12|1968-04-24
MWI|MW|454|Malawi||AFG|1964-07-06|1964-12-01
MYS|MY|458|Malaysia||APG|1957-08-31|1957-09-17
NAM|NA|516|Namibia||AFG|1990-03-21|1990-04-23
NER|NE|562|Niger||AFG|1960-08-03|1960-09-20
NGA|NG|566|Nigeria||AFG|1960-10-01|1960-10-07
NIC|NI|558|Nicaragua||GRULAC||1945-10-24
NLD|NL|528|Netherlands (Kingdom of the)|Netherlands|WEOG||1945-12-10
NOR|NO|578|Norway||WEOG||1945-11-27
NPL|NP|524|Nepal||APG||1955-12-14
NRU|NR|520|Nauru||APG|1968-01-31|1999-09-14
NZL|NZ|554|New Zealand||WEOG||1945-10-24
OMN|OM|512|Oman||APG||1971-10-07
PAK|PK|586|Pakistan||APG|1947-08-14|1947-09-30
PAN|PA|591|Panama||GRULAC||1945-11-13
PER|PE|604|Peru||GRULAC||1945-10-31
PHL|PH|608|Philippines||APG||1945-10-24
PLW|PW|585|Palau||APG|1994-10-01|1994-12-15
PNG|PG|598|Papua New Guinea||APG|1975-09-16|1975-10-10
POL|PL|616|Poland||EEG||1945-10-24
PRK|KP|408|Democratic People's Republic of Korea|North Korea|APG|1948-09-09|1991-09-17
PRT|PT|620|Portugal||WEOG||1955-12-14
PRY|PY|600|Paraguay||GRULAC||1945-10-24
QAT|QA|634|Qatar||APG|1971-09-03|1971-09-21
ROU|RO|642|Romania||EEG||1955-12-14
RUS|RU|643|Russian Federation|Russia|EEG|1991-12-24|1991-12-24
RWA|RW|646|Rwanda||AFG|1962-07-01|1962-09-18
SAU|SA|682|Saudi Arabia||APG||1945-10-24
SDN|SD|729|Sudan||AFG|1956-01-01|1956-11-12
SEN|SN|686|Senegal||AFG|1960-06-20|1960-09-28
SGP|SG|702|Singapore||APG|1965-08-09|1965-09-21
SLB|SB|090|Solomon Islands||APG|1978-07-07|1978-09-19
SLE|SL|694|Sierra Leone||AFG|1961-04-27|1961-09-27
SLV|SV|222|El Salvador||GRULAC||1945-10-24
SMR|SM|674|San Marino||WEOG||1992-03-02
SOM|SO|706|Somalia||AFG|1960-07-01|1960-09-20
SRB|RS|688|Serbia||EEG|1992-04-27|2000-11-01
SSD|SS|728|South Sudan||AFG|2011-07-09|2011-07-14
STP|ST|678|Sao Tome and Principe|São Tomé & Príncipe|AFG|1975-07-12|1975-09-16
SUR|SR|740|Suriname||GRULAC|1975-11-25|1975-12-04
SVK|SK|703|Slovakia||EEG|1993-01-01|1993-01-19
SVN|SI|705|Slovenia||EEG|1991-06-25|1992-05-22
SWE|SE|752|Sweden||WEOG||1946-11-19
SWZ|SZ|748|Eswatini||AFG|1968-09-06|1968-09-24
SYC|SC|690|Seychelles||AFG|1976-06-29|1976-09-21
SYR|SY|760|Syrian Arab Republic|Syria|APG|/1958-02-22+1961-09-28|1945-10-24/1958-02-22+1961-10-13
TCD|TD|148|Chad||AFG|1960-08-11|1960-09-20
TGO|TG|768|Togo||AFG|1960-04-27|1960-09-20
THA|TH|764|Thailand||APG||1946-12-16
TJK|TJ|762|Tajikistan||APG|1991-09-09|1992-03-02
TKM|TM|795|Turkmenistan||APG|1991-10-27|1992-03-02
TLS|TL|626|Timor-Leste||APG|2002-05-20|2002-09-27
TON|TO|776|Tonga||APG|1970-06-04|1999-09-14
TTO|TT|780|Trinidad and Tobago|Trinidad & Tobago|GRULAC|1962-08-31|1962-09-18
TUN|TN|788|Tunisia||AFG|1956-03-20|1956-11-12
TUR|TR|792|Türkiye||WEOG||1945-10-24
TUV|TV|798|Tuvalu||APG|1978-10-01|2000-09-05
TZA|TZ|834|United Republic of Tanzania|Tanzania|AFG|1961-12-09|1961-12-14
UGA|UG|800|Uganda||AFG|1962-10-09|1962-10-25
UKR|UA|804|Ukraine||EEG||1945-10-24
URY|UY|858|Uruguay||GRULAC||1945-12-18
USA|US|840|United States of America|United States|WEOG||1945-10-24
UZB|UZ|860|Uzbekistan||APG|1991-09-01|1992-03-02
VCT|VC|670|Saint Vincent and the Grenadines|St Vincent & Gren.|GRULAC|1979-10-27|1980-09-16
VEN|VE|862|Venezuela (Bolivarian Republic of)|Venezuela|GRULAC||1945-11-15
VNM|VN|704|Viet Nam|Vietnam|APG|1945-09-02|1977-09-20
VUT|VU|548|Vanuatu||APG|1980-07-30|1981-09-15
WSM|WS|882|Samoa||APG|1962-01-01|1976-12-15
YEM|YE|887|Yemen||APG||1947-09-30
ZAF|ZA|710|South Africa||AFG||1945-11-07
ZMB|ZM|894|Zambia||AFG|1964-10-24|1964-12-01
ZWE|ZW|716|Zimbabwe||AFG|1980-04-18|1980-08-25
PSE|PS|275|State of Palestine|Palestine|-|1988-11-15|-
VAT|VA|336|Holy See||-||-
TWN|TW|158|Taiwan||-||-
XKX|XK||Kosovo||-|2008-02-17|-
COK|CK|184|Cook Islands||-|1965-08-04|-
NIU|NU|570|Niue||-|1974-10-19|-
ESH|EH|732|Western Sahara||-|-|-
NCL|NC|540|New Caledonia||-|-|-
PYF|PF|258|French Polynesia||-|-|-
CSK|CS|200|Czechoslovakia||EEG|/1993-01-01|1945-10-24/1993-01-01
DDR|DD|278|German Democratic Republic|East Germany|EEG|1949-10-07/1990-10-03|1973-09-18/1990-10-03
SCG|CS|891|Serbia and Montenegro|Serbia & Mont.|EEG|1992-04-27/2006-06-03|-
SUN|SU|810|Union of Soviet Socialist Republics|Soviet Union|EEG|/1991-12-24|1945-10-24/1991-12-24
VDR|||South Vietnam||-|1955-10-26/1976-07-02|-
YMD|YD|720|Democratic Yemen|South Yemen|APG|1967-11-30/1990-05-22|1967-12-14/1990-05-22
YUG|YU|890|Yugoslavia||EEG|/1992-04-27|1945-10-24/2000-11-01
ZAN|||Zanzibar||AFG|1963-12-10/1964-04-26|1963-12-16/1964-04-26
"""

# Other names: code: name; name. Former names count; a word that fits several states stands in AMBIGUOUS instead.
ALIASES = """
AFG: Islamic Emirate of Afghanistan; Islamic Republic of Afghanistan
ARE: Emirates; UAE
ARG: Argentine Republic
BEN: Dahomey
BFA: Upper Volta; Burkina
BGD: East Pakistan
BHS: The Bahamas; Commonwealth of the Bahamas
BIH: Bosnia; Bosnia-Herzegovina; Bosnia and Hercegovina
BLR: Byelorussia; Byelorussian Soviet Socialist Republic; Byelorussian SSR; White Russia
BLZ: British Honduras
BOL: Plurinational State of Bolivia
BRN: Brunei
BWA: Bechuanaland
CAF: CAR; Centrafrique; Central African Empire
CHE: Swiss Confederation
CHN: People's Republic of China; PRC; Mainland China
CIV: Ivory Coast; Cote d Ivoire
CMR: Cameroun
COD: DRC; Congo (Kinshasa); Congo (Leopoldville); Zaire; Democratic Republic of Congo; Congo (Democratic Republic)
COG: Republic of the Congo; Republic of Congo; Congo (Brazzaville); Congo (Republic); Congo Republic
CPV: Cape Verde; Cape Verde Islands
CSK: CSSR; CSFR; Czech and Slovak Federal Republic
CZE: Czech Republic
DDR: GDR; East Germany
DEU: Federal Republic of Germany; FRG; West Germany; German Federal Republic
DJI: Afars and Issas; French Somaliland
EGY: United Arab Republic; Arab Republic of Egypt
ESH: Sahrawi Arab Democratic Republic; SADR; Sahrawi Republic; Spanish Sahara; W. Sahara
ETH: Abyssinia
FRA: French Republic
FSM: Federated States of Micronesia; Micronesia; Micronesia, Federated States of
GBR: UK; Great Britain; Britain; United Kingdom of Great Britain and Northern Ireland
GHA: Gold Coast
GIN: Guinea (Conakry); Guinea-Conakry
GMB: The Gambia; Republic of the Gambia
GNB: Portuguese Guinea; Guinea Bissau
GNQ: Spanish Guinea
GRC: Hellenic Republic
GUY: British Guiana
IDN: Dutch East Indies; Netherlands East Indies
IRL: Republic of Ireland; Eire
IRN: Persia; Islamic Republic of Iran
ISR: State of Israel
JOR: Transjordan; Hashemite Kingdom of Jordan
KGZ: Kyrgyz Republic; Kirghizia
KHM: Democratic Kampuchea; Kampuchea; Khmer Republic
KIR: Gilbert Islands
KNA: St. Kitts and Nevis; St Kitts and Nevis; Saint Christopher and Nevis
KOR: South Korea; Korea, South; Korea, Republic of; ROK; Korea (Republic of)
LAO: Laos; Lao PDR
LBY: Libyan Arab Jamahiriya; Libyan Arab Republic; State of Libya
LCA: St. Lucia; St Lucia
LKA: Ceylon
LSO: Basutoland
MAR: Kingdom of Morocco
MDA: Moldova; Moldavia
MDG: Malagasy Republic
MHL: Marshall Islands; Republic of the Marshall Islands
MKD: Macedonia; FYROM; The former Yugoslav Republic of Macedonia; Republic of North Macedonia; Macedonia, FYR
MMR: Burma; Myanmar (Burma); Union of Burma
MNG: Outer Mongolia
MWI: Nyasaland
MYS: Malaya; Federation of Malaya
NAM: South West Africa; South-West Africa
NLD: Holland; Netherlands; Kingdom of the Netherlands; The Netherlands
OMN: Muscat and Oman
PLW: Belau
PNG: Papua; PNG
PRK: North Korea; Korea, North; DPRK; Korea, Democratic People's Republic of; Korea, People's Republic of
PSE: Palestine; Occupied Palestinian Territory; Palestinian Territories; Palestinian Authority; West Bank and Gaza
PYF: Tahiti
ROU: Rumania
RUS: Russia
SAU: Kingdom of Saudi Arabia; KSA
SCG: Federal Republic of Yugoslavia; FR Yugoslavia; Yugoslavia, Federal Republic of
SDN: Republic of the Sudan; The Sudan; North Sudan
SRB: Republic of Serbia
SSD: S. Sudan; Republic of South Sudan
STP: São Tomé and Príncipe; Sao Tome
SUN: USSR; Soviet Union; Russia (Soviet Union)
SUR: Dutch Guiana; Surinam
SWZ: Swaziland; Kingdom of Eswatini
SYR: Syria
THA: Siam
TJK: Tadzhikistan
TLS: East Timor; Timor Leste; Portuguese Timor
TTO: Trinidad
TUR: Turkey; Turkiye; Republic of Türkiye; Türkiye (Turkey)
TUV: Ellice Islands
TWN: Republic of China; ROC; Formosa; Chinese Taipei; China (Republic of China); Taiwan, Province of China
TZA: Tanzania; Tanganyika; United Republic of Tanganyika and Zanzibar
UKR: Ukrainian Soviet Socialist Republic; Ukrainian SSR
USA: US; U.S.; U.S.A.; United States; America
VAT: Vatican; Vatican City; Vatican City State
VCT: St. Vincent and the Grenadines; St Vincent and the Grenadines; Saint Vincent
VDR: Republic of Viet-Nam; Republic of Vietnam; Vietnam, South
VEN: Bolivarian Republic of Venezuela
VNM: Vietnam; Socialist Republic of Viet Nam; Democratic Republic of Vietnam; North Vietnam
VUT: New Hebrides
WSM: Western Samoa
XKX: Republic of Kosovo
YEM: Yemen Arab Republic; North Yemen; Yemen (North Yemen); Yemen, Republic of
YMD: South Yemen; People's Democratic Republic of Yemen; Yemen, People's Democratic Republic
YUG: SFRY; Socialist Federal Republic of Yugoslavia; Yugoslavia (SFRY)
ZAF: Union of South Africa; RSA
ZMB: Northern Rhodesia
ZWE: Rhodesia; Southern Rhodesia; Zimbabwe (Rhodesia)
"""

# Words a reader may mean in more than one way.
AMBIGUOUS = """
Congo: COD COG
The Congo: COD COG
Congos: COD COG
Korea: KOR PRK
Koreas: KOR PRK
Sudans: SDN SSD
Guineas: GIN GNB GNQ PNG
Germanies: DEU DDR
Yemens: YEM YMD
Timor: IDN TLS
Guiana: GUY SUR
Somaliland: SOM DJI
Saint: KNA LCA VCT
CS: CSK SCG
"""

# Other codes seen in data: withdrawn by ISO 3166-3 on a change of name, or used by a provider.
CODES = """
AFI: DJI
BUR: MMR
BYS: BLR
DHY: BEN
HVO: BFA
KSV: XKX
RHO: ZWE
ROM: ROU
TMP: TLS
UAR: EGY
XKO: XKX
ZAR: COD
ZZB: ZAN
"""

# From > to | day | how: continues (same legal person), divided, parted (the rest goes on), united, seat.
SUCCESSIONS = """
SUN>RUS|1991-12-24|continues|letter of the President of the Russian Federation to the Secretary-General, that day
SUN>ARM AZE EST GEO KAZ KGZ LVA LTU MDA TJK TKM UZB|1991-12-26|parted|Alma-Ata Declaration; Baltic states before
CSK>CZE SVK|1993-01-01|divided|both admitted anew on 19 January 1993 (A/RES/47/221, A/RES/47/222)
YUG>BIH HRV MKD SVN|1992-04-27|divided|Badinter Commission, opinion 8; seat barred by A/RES/47/1
YUG>SCG|1992-04-27|divided|continuation refused (S/RES/777 (1992)); admitted anew on 1 November 2000
SCG>SRB|2006-06-03|continues|letter of the President of Serbia of 3 June 2006
SCG>MNE|2006-06-03|parted|admitted on 28 June 2006 (A/RES/60/264)
SRB>XKX|2008-02-17|parted|contested; declaration of independence, ICJ advisory opinion of 22 July 2010
SDN>SSD|2011-07-09|parted|admitted on 14 July 2011 (A/RES/65/308)
ETH>ERI|1993-05-24|parted|referendum of April 1993; admitted on 28 May 1993
IDN>TLS|2002-05-20|parted|after UN administration from October 1999; never lawfully Indonesian
DDR>DEU|1990-10-03|united|Unification Treaty of 31 August 1990
YMD>YEM|1990-05-22|united|joint letter to the Secretary-General of 19 May 1990
VDR>VNM|1976-07-02|united|admitted on 20 September 1977
ZAN>TZA|1964-04-26|united|Union of Tanganyika and Zanzibar
PAK>BGD|1971-12-16|parted|admitted on 17 September 1974
MYS>SGP|1965-08-09|parted|Independence of Singapore Agreement
ZAF>NAM|1990-03-21|parted|mandate ended by A/RES/2145 (XXI); illegal presence until then
TWN>CHN|1971-10-25|seat|A/RES/2758 (XXVI): representation of China in the United Nations
"""
