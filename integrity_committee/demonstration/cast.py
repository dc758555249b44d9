"""Who plays in the demonstration, and what they say. Nobody here exists, and neither do the services they work for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Player:
    """A member of a made-up committee."""

    username: str
    name: str
    seat: str
    passphrase: str


@dataclass(frozen=True, slots=True)
class Line:
    """A message in a conversation: days after the report, who speaks (a username, or `reporter`), what."""

    day: int
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """A made-up case.

    Attributes:
        days_ago: when the report came.
        left_out: usernames of members who may not read it.
        stages: (days after the report, stage, usernames who sign).
        notes: notes of members among themselves.
    """

    body: str
    language: str
    days_ago: int
    answers: dict[str, str]
    name: str = ""
    left_out: tuple[str, ...] = ()
    stages: tuple[tuple[int, str, tuple[str, ...]], ...] = ()
    lines: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """A made-up committee with its bodies, members, union representative and cases."""

    committee: str
    name: dict[str, str]
    bodies: tuple[tuple[str, dict[str, str], str], ...]
    players: tuple[Player, ...]
    union: Player
    stories: tuple[Story, ...] = field(default=())


NL_PLAYERS = (
    Player("nl-voorzitter", "Marijke Terpstra", "chair", "lantaarn wolk dijk piano kastanje zeil"),
    Player("nl-lid", "Joost Wiersma", "member", "sleutel akker duin fiets molen kraan"),
    Player("nl-lid-twee", "Farida el Amrani", "member", "tuin brug kaars winter appel trein"),
    Player("nl-medewerkers", "Ruben Koster", "employee-representative", "haven potlood regen schaap klok touw"),
)
BE_PLAYERS = (
    Player("be-voorzitter", "Griet Vanacker", "chair", "beiaard koffie straat veld nacht vogel"),
    Player("be-lid", "Laurent Dubrulle", "member", "kanaal winkel zomer hond tafel boom"),
    Player("be-lid-twee", "Samira Bouchat", "member", "markt papier toren ster water jas"),
    Player("be-personeel", "Koen Pauwels", "employee-representative", "kelder vlag appel berg radio hout"),
)

SEEN = "Wij hebben uw melding ontvangen en gelezen. Dank u dat u dit vertelt. U hoort van ons vóór de datum die u hier ziet."

NL_STORIES = (
    Story(
        "dienst-verblijf", "nl", 2,
        {
            "what": "Op onze afdeling wordt een collega al maanden gepest. Twee mensen hebben dit gemeld bij de leiding. Er is niets gedaan.",
            "when": "Sinds het voorjaar, bijna elke week.",
            "now": "Het gaat nog door.",
            "who": "De teamleider weet het. Ook de afdeling personeel.",
            "fear": "Dat mijn contract niet wordt verlengd.",
            "want": "Dat iemand van buiten de afdeling met ons praat.",
        },
    ),
    Story(
        "dienst-verblijf", "nl", 9,
        {
            "what": "Een opdracht voor tolken ging naar een bedrijf van familie van een manager. Er waren geen andere offertes.",
            "when": "In september.",
            "now": "Het bedrijf werkt er nu.",
            "who": "Ik denk alleen de inkoper.",
            "fear": "Dat men weet dat ik het ben: weinig mensen kunnen dit zien.",
            "want": "Een onderzoek naar de inkoop.",
        },
        left_out=("nl-lid",),
    ),
    Story(
        "dienst-verblijf", "nl", 24,
        {
            "what": "Mijn naam staat in een mail die naar de hele afdeling is gegaan. Ik had beloofd gekregen dat dit niet kon gebeuren.",
            "when": "Vorige maand, op een maandag.",
            "now": "Mensen praten niet meer met mij.",
            "who": "De hele afdeling.",
            "fear": "Dat ik weg moet.",
            "want": "Dat de commissie uitzoekt wie de mail kreeg.",
        },
        name="S. de Wit",
        stages=((2, "acknowledged", ("nl-medewerkers",)), (5, "assessing", ("nl-voorzitter",))),
        lines=(
            Line(2, "nl-medewerkers", "Wij hebben uw melding ontvangen. Dit had niet mogen gebeuren. Wij zoeken uit wie de mail kreeg."),
            Line(4, "reporter", "Dank u. Ik heb de mail nog. Mag ik die sturen?"),
            Line(5, "nl-medewerkers", "Ja, graag. U kunt hier een bestand toevoegen. Haal er zelf uw naam uit als u dat wilt."),
        ),
        notes=(Line(5, "nl-voorzitter", "Marijke vraagt de lijst van ontvangers op bij de functionaris gegevensbescherming."),),
    ),
    Story(
        "dienst-verblijf", "nl", 33,
        {"what": "Bij de balie is al weken geen werkende alarmknop. Wij zitten daar soms alleen.", "now": "Nog steeds stuk."},
        stages=((3, "acknowledged", ("nl-lid",)), (6, "assessing", ("nl-lid",))),
        lines=(Line(3, "nl-lid", SEEN),),
    ),
    Story(
        "dienst-verblijf", "en", 61,
        {
            "what": "New staff are told to decide on cases without the training that the rules ask for.",
            "when": "Since June.",
            "want": "That decisions are checked again.",
        },
        stages=(
            (4, "acknowledged", ("nl-voorzitter",)), (9, "assessing", ("nl-voorzitter",)),
            (15, "investigating", ("nl-lid-twee",)),
        ),
        lines=(
            Line(4, "nl-voorzitter", "We received your report. You can write to us in English."),
            Line(15, "nl-lid-twee", "We have started an inquiry. We speak with people from several teams, so nobody stands out."),
            Line(20, "reporter", "Thank you. In my team the training was cancelled twice."),
        ),
    ),
    Story(
        "dienst-verblijf", "ar", 5,
        {
            "what": "مديري يهدد الموظفين الذين يطلبون إجازة مرضية.",
            "when": "منذ شهرين.",
            "fear": "أخاف أن أفقد عملي.",
        },
        stages=((1, "acknowledged", ("nl-lid-twee",)),),
        lines=(Line(1, "nl-lid-twee", "تلقينا بلاغك. يمكنك الكتابة إلينا بالعربية."),),
    ),
)  # fmt: skip

BE_STORIES = (
    Story(
        "dienst-migratie", "nl", 1,
        {"what": "Dossiers worden van datum veranderd zodat de termijn gehaald lijkt.", "when": "Elke maand.", "who": "De cel kwaliteit."},
    ),
    Story(
        "agentschap-opvang", "nl", 12,
        {"what": "In ons centrum is er te weinig personeel in de nacht. Een bewoner is gevallen en niemand hoorde het.", "fear": "Dat ik word overgeplaatst."},
        stages=((3, "acknowledged", ("be-voorzitter",)),),
        lines=(Line(3, "be-voorzitter", SEEN),),
    ),
    Story(
        "raad-beroep", "nl", 30,
        {"what": "Een voorzitter spreekt met een partij voor de zitting.", "now": "Vorige week nog."},
        left_out=("be-lid", "be-lid-twee"),
        stages=((6, "acknowledged", ("be-personeel",)), (8, "assessing", ("be-personeel",))),
        lines=(Line(6, "be-personeel", SEEN),),
    ),
    Story(
        "bureau-bescherming", "nl", 48,
        {"what": "Gesprekken worden afgebroken als de tolk te duur wordt.", "want": "Een duidelijke regel."},
        stages=(
            (2, "acknowledged", ("be-lid",)), (7, "assessing", ("be-lid",)), (11, "investigating", ("be-lid",)),
            (40, "concluded", ("be-lid", "be-voorzitter")),
        ),
        lines=(
            Line(2, "be-lid", SEEN),
            Line(40, "be-lid", "Wij hebben het onderzoek klaar. Er komt een vaste regel over tolken. U leest hier wanneer."),
        ),
    ),
    Story(
        "dienst-migratie", "en", 20,
        {"what": "A colleague sells appointment slots.", "who": "Two people in my corridor."},
        stages=((5, "acknowledged", ("be-lid-twee",)), (6, "assessing", ("be-lid-twee",))),
        lines=(Line(5, "be-lid-twee", "We received your report and will look into it."),),
    ),
    Story(
        "agentschap-opvang", "ar", 16,
        {"what": "الطعام في المركز لا يكفي، والميزانية تقول غير ذلك.", "when": "منذ بداية الخريف."},
        stages=((7, "acknowledged", ("be-voorzitter",)),),
        lines=(Line(7, "be-voorzitter", "تلقينا بلاغك وسنجيبك هنا."),),
    ),
)  # fmt: skip

SCENES = (
    Scene(
        "verblijf",
        {"nl": "Integriteitscommissie Verblijf", "en": "Integrity Committee Residence", "ar": "لجنة النزاهة – الإقامة"},
        (("dienst-verblijf", {"nl": "Dienst Verblijf en Inburgering", "en": "Residence and Integration Service", "ar": "دائرة الإقامة والاندماج"}, "NL"),),
        NL_PLAYERS,
        Player("nl-vakbond", "Vakbond Publiek", "union", "orgel strand molen brief kip lamp"),
        NL_STORIES,
    ),
    Scene(
        "asiel-en-migratie",
        {"nl": "Integriteitscommissie Asiel en Migratie", "en": "Integrity Committee Asylum and Migration", "ar": "لجنة النزاهة – اللجوء والهجرة"},
        (
            ("dienst-migratie", {"nl": "Dienst Migratie", "en": "Migration Office", "ar": "مكتب الهجرة"}, "BE"),
            ("bureau-bescherming", {"nl": "Bureau Bescherming", "en": "Protection Bureau", "ar": "مكتب الحماية"}, "BE"),
            ("raad-beroep", {"nl": "Raad voor Beroep Vreemdelingen", "en": "Appeals Council for Aliens", "ar": "مجلس الطعون الخاصة بالأجانب"}, "BE"),
            ("agentschap-opvang", {"nl": "Agentschap Opvang", "en": "Reception Agency", "ar": "وكالة الاستقبال"}, "BE"),
        ),
        BE_PLAYERS,
        Player("be-vakbond", "Vakbond Overheid", "union", "schip oranje trap boek zand muur"),
        BE_STORIES,
    ),
)  # fmt: skip
