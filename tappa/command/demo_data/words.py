"""What is said in the demo: a small studio for weekend courses, its people and what they write to each other."""

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Final


class Line(StrEnum):
    """A turn in a talk. Those of the contact come first."""

    ASK = auto()
    ASK_MORE = auto()
    INTERESTED = auto()
    BOOK = auto()
    PAID = auto()
    THANKS = auto()
    QUESTION = auto()
    NOT_NOW = auto()
    POSTPONE = auto()
    BACK = auto()
    BACK_READY = auto()
    AGAIN = auto()
    ANOTHER = auto()
    CANCEL = auto()
    PRICE = auto()
    DATES = auto()
    LINK = auto()
    CONFIRM = auto()
    ANSWER = auto()
    UNDERSTOOD = auto()
    FOLLOW_UP = auto()
    REMIND = auto()
    NO_HURRY = auto()
    WELCOME_BACK = auto()
    GOODBYE = auto()


FROM_CONTACT: Final = frozenset(list(Line)[: list(Line).index(Line.PRICE)])


@dataclass(frozen=True, slots=True)
class Course:
    """Something the studio sells: its price in euro, its name in each language."""

    price: int
    name: dict[str, str]


COURSES: Final = (
    Course(120, {"en": "pottery weekend", "it": "weekend di ceramica", "es": "fin de semana de cerámica"}),
    Course(65, {"en": "fresh pasta evening", "it": "serata di pasta fresca", "es": "taller de pasta fresca"}),
    Course(240, {"en": "six-week drawing course", "it": "corso di disegno di sei settimane", "es": "curso de dibujo de seis semanas"}),
    Course(180, {"en": "bookbinding workshop", "it": "laboratorio di legatoria", "es": "taller de encuadernación"}),
    Course(95, {"en": "natural dyeing day", "it": "giornata di tintura naturale", "es": "jornada de tintes naturales"}),
    Course(320, {"en": "woodworking week", "it": "settimana di falegnameria", "es": "semana de carpintería"}),
    Course(45, {"en": "family clay morning", "it": "mattina dell'argilla per famiglie", "es": "mañana de barro en familia"}),
    Course(150, {"en": "screen printing weekend", "it": "weekend di serigrafia", "es": "fin de semana de serigrafía"}),
)  # fmt: skip

WEEKDAYS: Final = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "it": ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
