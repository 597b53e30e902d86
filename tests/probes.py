"""The French probes: short sentences of our own by phenomenon, and how a reading of them is marked.

`tests/gold/probes/PHENOMENON.yaml` is a list of probes. A claim is written "subject | relation | object | status", with the
words for the speaker as a fifth part where the probe is about them, and a bound before a number ("at least 900"). `claims`
must be found, and for their relations nothing else; `absent` are patterns ("*" for anything) that no claim may fit.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

from kg.model import Claim, Date, Entity, Quantity, Text

FOLDER = Path(__file__).parent / "gold" / "probes"
SYMMETRIC = frozenset({"mergedWith", "partnerOf", "competitorOf", "relativeOf"})
ANY = "*"
SAME_WORDS = 0.6  # of the words of a description or a declaration, as the annotation guide's scorer has it
SAME_NAME = 0.66  # of the words of a name, none of those expected missing
SHORT = 2  # letters of the words that do not count ("à", "de", "au")
DETERMINERS = re.compile(r"^(?:(?:le|la|les|l|un|une|des|du|de|d|son|sa|ses|leur) )+")
UNIT = re.compile(r"%|[A-Z]{3}")
NUMBER = re.compile(
    r"(?P<bound>about |at least |at most |more than |less than )?(?P<value>-?\d+)(?: (?P<unit>%|[A-Z]{3}))?"
)


@dataclass(frozen=True, slots=True)
class Expected:
    """A claim as a probe writes it; any part can be "*"."""

    subject: str
    relation: str
    object: str
    status: str
    speaker: str = ANY

    def fits(self, claim: Claim, *, any_status: bool = False) -> bool:
        """Tell whether a claim is the one meant, by default with its status and speaker."""
        if self.relation not in (ANY, claim.relation):
            return False
        turned = isinstance(claim.object, Entity) and claim.relation in SYMMETRIC
        is_pair = _is_thing(self.subject, claim.subject) and _is_thing(self.object, claim.object)
        if turned:
            is_pair |= _is_thing(self.subject, claim.object) and _is_thing(self.object, claim.subject)
        return is_pair and (any_status or (self.status in (ANY, claim.status.value) and self._has_speaker(claim)))

    def _has_speaker(self, claim: Claim) -> bool:
        if self.speaker == ANY:
            return True
        if claim.speaker is not None and _is_thing(self.speaker, claim.speaker):
            return True
        return _plain(claim.speaker_text or "") == _plain(self.speaker)


@dataclass(frozen=True, slots=True)
class Probe:
    """A short text with the claims that it must and must not give."""

    phenomenon: str
    text: str
    claims: tuple[Expected, ...]
    absent: tuple[Expected, ...]

    @property
    def relations(self) -> frozenset[str]:
        """The relations of the claims that it must give."""
        return frozenset(expected.relation for expected in self.claims)

    def faults(self, found: tuple[Claim, ...]) -> Iterator[str]:
        """Yield what is wrong with the claims found in the text; nothing when the probe is right."""
        for expected in self.claims:
            if not any(expected.fits(claim) for claim in found):
                others = sorted({describe(claim) for claim in found if expected.fits(claim, any_status=True)})
                yield f"missing {_written(expected)}" + (f"; found as {', '.join(others)}" if others else "")
        for claim in found:
            is_wanted = any(expected.fits(claim) for expected in self.claims)
            is_extra = claim.relation in self.relations and not is_wanted
            if is_extra or any(pattern.fits(claim) for pattern in self.absent):
                yield f"wrong {describe(claim)} [{claim.frame}]"


def load_probes(folder: Path = FOLDER) -> tuple[Probe, ...]:
    """Return all probes, by phenomenon (a file each) and in the order of the file."""
    return tuple(
        Probe(path.stem, entry["text"], _expected(entry.get("claims", ())), _expected(entry.get("absent", ())))
        for path in sorted(folder.glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    )


def describe(claim: Claim) -> str:
    """Return a claim as probes write it."""
    match claim.object:
        case Entity(label=label):
            value = label
        case Quantity(value=number, unit=unit, bound=bound):
            value = " ".join(part for part in (bound and bound.value, f"{number.normalize():f}", unit) if part)
        case Date(date=date):
            value = date
        case Text(text=text):
            value = text
    parts = [claim.subject.label, claim.relation, value, claim.status.value]
    return " | ".join(parts + ([claim.speaker_text] if claim.speaker_text else []))


def _written(expected: Expected) -> str:
    parts = [expected.subject, expected.relation, expected.object, expected.status, expected.speaker]
    return " | ".join(parts if expected.speaker != ANY else parts[:4])


def _expected(entries: list[str] | tuple[str, ...]) -> tuple[Expected, ...]:
    return tuple(Expected(*entry.split(" | ")) for entry in entries)


def _is_thing(expected: str, value: Entity | Quantity | Date | Text) -> bool:
    if expected == ANY:
        return True
    match value:
        case Entity():
            return _is_entity(expected, value)
        case Quantity():
            return _is_quantity(expected, value)
        case Date(date=date):
            return date == expected
        case Text(text=text):
            return _overlap(text, expected) >= SAME_WORDS


def _is_entity(expected: str, entity: Entity) -> bool:
    """Tell whether an entity is the one named, a group also by its number."""
    if entity.size is not None and (number := NUMBER.fullmatch(expected)):
        return entity.size == int(number["value"])
    names = (entity.label, *entity.aliases)
    if entity.is_named:
        return any(_is_name(name, expected) for name in names)
    return any(_overlap(name, expected) >= SAME_WORDS for name in names)


def _is_quantity(expected: str, quantity: Quantity) -> bool:
    """Tell whether a quantity is the one written; what is counted does not matter, money and shares do."""
    number = NUMBER.fullmatch(expected)
    if number is None or quantity.value != Decimal(number["value"]):
        return False
    if number["bound"] and (quantity.bound is None or quantity.bound.value != number["bound"].strip()):
        return False
    unit = quantity.unit if quantity.unit and UNIT.fullmatch(quantity.unit) else None
    return unit == number["unit"]


def _plain(name: str) -> str:
    """Return a name without case, accents, punctuation and determiners before it."""
    letters = (letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    words = "".join(letter if letter.isalnum() else " " for letter in letters).lower().split()
    return DETERMINERS.sub("", " ".join(words))


def _is_name(name: str, expected: str) -> bool:
    """Tell whether a name is the expected one, perhaps with a title or a class noun: "syndicat Force Ouvrière"."""
    if _plain(name) == _plain(expected):
        return True
    return set(_words(expected)) <= set(_words(name)) and _overlap(name, expected) >= SAME_NAME


def _words(text: str) -> list[str]:
    words = _plain(text).split()
    return [word for word in words if len(word) > SHORT] or words


def _overlap(one: str, other: str) -> float:
    first, second = Counter(_words(one)), Counter(_words(other))
    return 2 * (first & second).total() / max(1, first.total() + second.total())
