"""Roles → what fills them: entities by their chains, quantities and dates by where they stand."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import ClassVar

from kg.bearers import BearerFinder
from kg.entities import EntityMaker
from kg.figures import KINDS, FigureFinder
from kg.governors import Governors
from kg.holdings import HoldingFinder
from kg.lexicon import Lexicon
from kg.mentions import determiner_of
from kg.model import Date, Entity, EntityType, MentionKind, Quantity, Span, Text, cover
from kg.neighbours import Neighbours
from kg.predications import Predication, arguments
from kg.reading import Reading
from kg.whereabouts import Whereabouts

MAX_NICKNAME = 10  # tokens with the quotation marks
MAX_DEPTH = 8  # complements of complements
INDIRECT = Decimal("0.9")  # an argument fetched back from where the parser hung it
ANAPHOR = Decimal("0.92")  # an argument that is a pronoun or a description
UNNAMED = Decimal("0.9")  # an argument that has no name in the article
PLACES = frozenset({"area", "near", "place", "town"})
OWN = PLACES | {"beside", "front"}  # roles with words of their own, filled by more of the frame than its trigger


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role: an entity or a value, where it stands, how sure that is and why."""

    value: Entity | Quantity | Date | Text
    span: Span
    token: int
    weight: Decimal = Decimal(1)
    why: str = ""


@lru_cache(maxsize=1)  # of one article the frames ask twice: for the types of names, then for claims
def find_fillers(reading: Reading, lexicon: Lexicon) -> "FillerFinder":
    """Return the finder of an article, which remembers what it has found."""
    return FillerFinder(reading, lexicon)


class FillerFinder:
    """Finds what fills the roles of predications in one article."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.reading, self.entities, self.lexicon = reading, EntityMaker(reading, lexicon), lexicon
        self.doc, self.syntax = reading.doc, reading.syntax
        self.spans = {mention.head: mention for mention in reading.mentions}
        self.whereabouts = Whereabouts(reading, lexicon)
        self.figures = FigureFinder(reading, lexicon)
        self.neighbours = Neighbours(reading, lexicon)
        self.governors = Governors(reading, lexicon)
        self.holdings = HoldingFinder(reading, lexicon)
        names = [mention for mention in reading.mentions if mention.kind is MentionKind.NAME]
        self.named_heads = frozenset(mention.head for mention in names)
        self.names = frozenset(mention.start for mention in names)
        self.nominals = {m.end: m for m in reading.mentions if m.kind is MentionKind.NOMINAL}
        self.in_name = frozenset(index for mention in names for index in range(mention.start, mention.end))
        self._filled: dict[tuple[tuple[int, ...], str, str], tuple[Filler, ...]] = {}
        self._known: dict[tuple[int, bool], Filler | None] = {}
        self._stood: dict[tuple[int, bool], tuple[Filler, ...]] = {}
        self.bearers = BearerFinder(reading, lexicon)

    def fill(self, predication: Predication, role: str) -> tuple[Filler, ...]:
        """Return what fills a role, in text order; nothing when it is not filled."""
        # many frames ask the same of one trigger; arguments look at whether the frame is of an event, others at more of it
        frame = predication.frame
        key = (predication.tokens, role, frame.name if self._is_own(role) else "event" if frame.is_event else "")
        found = self._filled.get(key)
        if found is None:
            found = self._filled[key] = self._fill(predication, role)
        return found

    @classmethod
    @cache
    def _is_own(cls, role: str) -> bool:
        """Tell whether a role is filled by more of a frame than its trigger."""
        return role in cls._SPECIAL or role.partition(":")[0] in OWN

    def _fill(self, predication: Predication, role: str) -> tuple[Filler, ...]:
        if role in self._SPECIAL:
            return tuple(self._SPECIAL[role](self, predication))
        plain, _, argument = role.partition(":")
        if plain in KINDS:
            found = self.figures.of(predication, plain, argument)
            return tuple(Filler(value, measure.span, measure.start) for value, measure in found)
        if plain in PLACES:
            return self._entities(*((place, True) for place in self.whereabouts.places(predication, plain, argument)))
        if plain in {"beside", "front"}:
            find = self.neighbours.beside if plain == "beside" else self.neighbours.front
            return self._entities(*find(predication, argument))
        if "|" in role:
            names = [f"complement:{name}" for name in argument.split("|")]
            own = {arc.role for token in predication.tokens for arc in self.syntax.arcs[token]}
            # "spécialiste des emballages en carton": what is fetched from further off only where nothing is near
            roles = [name for name in names if name in own] or names
            arcs = [arc for each in roles for arc in arguments(self.doc, self.syntax, predication, each, self.lexicon)]
        else:
            arcs = [*arguments(self.doc, self.syntax, predication, role, self.lexicon)]
        if not arcs:
            return ()
        # of "ses sites de Metz et Gap" neither town has sites, whatever the recogniser takes the second for
        locatives = self.reading.locatives
        if plain == "complement":
            arcs = [arc for arc in arcs if arc.token not in locatives.outer]
        if role == self.lexicon.genitive:
            arcs = [arc for arc in arcs if arc.token not in locatives.among]
        return self._entities(*[(arc.token, arc.is_direct) for arc in arcs])

    def _trigger(self, predication: Predication) -> Filler:
        span = cover(self.doc.tokens[index].span for index in predication.tokens)
        return Filler(self.entities.of_phrase(predication.head, EntityType.CONCEPT), span, predication.head)

    def _entities(self, *places: tuple[int, bool]) -> tuple[Filler, ...]:
        """Return the entities at some tokens, each with whether the parser itself put it there."""
        if len(places) == 1:
            return self._at(places[0])
        return tuple([filler for place in places for filler in self._at(place)])

    def _at(self, place: tuple[int, bool]) -> tuple[Filler, ...]:
        """Return the entities at a token: "les marques X, Y et Z" are X, Y and Z."""
        if place not in self._stood:
            token, is_direct = place
            listed = self.reading.listed
            names = [name for inner in self.holdings.wholes(token) for name in listed.get(inner, (inner,))]
            found = [self._entity(name, is_direct=is_direct) for name in names]
            self._stood[place] = tuple([filler for filler in found if filler is not None])
        return self._stood[place]

    def _entity(self, token: int, *, is_direct: bool) -> Filler | None:
        key = (token, is_direct)
        if key not in self._known:
            self._known[key] = self._make(token, is_direct=is_direct)
        return self._known[key]

    def _make(self, token: int, *, is_direct: bool) -> Filler | None:
        entity = self.entities.at(token)
        mention = self.spans.get(token)
        if entity is None or mention is None:
            return None
        subject = None if entity.is_named else self._said_to_be(token)
        if subject is not None:
            return self._entity(subject, is_direct=False)
        weight, why = Decimal(1), list[str]()
        if not is_direct:
            weight, why = weight * INDIRECT, [*why, "argument fetched back"]
        if mention.kind is not MentionKind.NAME and entity.is_named:
            weight, why = weight * ANAPHOR, [*why, "anaphor"]
        if not entity.is_named and entity.type in {EntityType.PERSON, EntityType.ORGANIZATION}:
            weight, why = weight * UNNAMED, [*why, "unnamed"]
        return Filler(entity, mention.span, token, weight, ", ".join(why))

    def _said_to_be(self, token: int) -> int | None:
        """Return the name that a noun with a copula is said of: "X est un logiciel conçu par Y" is about X."""
        if not self.doc.has_kid(token, "cop"):
            return None
        subjects = [arc.token for arc in self.syntax.of(token, "holder") if arc.token in self.named_heads]
        return subjects[0] if len(subjects) == 1 and subjects[0] != token else None

    def _holders(self, predication: Predication) -> tuple[Filler, ...]:
        """Return what a noun is said of: the subject of its copula, else what the noun phrase itself refers to."""
        head = predication.head
        inner = self.doc.tokens[head].head
        if inner in predication.tokens and self.doc.tokens[head].base_dep == "amod":
            head = inner  # "une ancienne élève": the noun is what is said
        holders = self._entities(*((arc.token, arc.is_direct) for arc in self.syntax.of(head, "holder")))
        arcs = self.syntax.of(head, "holder")  # "c’est la directrice des achats, X, qui part": of X
        is_cleft = bool(arcs) and all(self.lexicon.has("cleft-pronouns", self.doc.tokens[a.token].lower) for a in arcs)
        is_named = is_cleft and head in self.reading.described
        if not is_named and (holders or self.syntax.hosts[head] is not None):
            return holders
        if head in self.reading.listed:
            return self._entities(*((token, True) for token in self.reading.listed[head]))
        if head in self.reading.described:
            return self._entities((self.reading.described[head].head, True))
        apposed = self._apposed(head)
        if apposed:
            return apposed
        own = self._entity(head, is_direct=True)
        if own is None or predication.frame.is_direct or self._touches_name(head):
            return ()
        # "le patron de X" whom the text never names is nobody one could know; "un salarié de X" is somebody
        is_known = not isinstance(own.value, Entity) or own.value.is_named
        return (own,) if is_known or self._is_indefinite(head) else ()

    def _apposed(self, head: int) -> tuple[Filler, ...]:
        """Return the anaphor that a bare noun behind a comma describes: "La banque, filiale de X, recrute"."""
        mention = self.spans.get(head)
        if mention is None or determiner_of(self.doc, head) is not None or not mention.start:
            return ()
        before = self.doc.tokens[mention.start - 1]
        other = self.nominals.get(before.index) if before.text in {",", "("} else None
        # an anaphor may hold what describes it within its own span
        if other is None or other.head >= head or self.doc.tokens[other.head].sentence != before.sentence:
            return ()
        found = self._entities((other.head, False))
        return tuple(each for each in found if isinstance(each.value, Entity) and each.value.is_named)

    def holds_name(self, filler: Filler) -> bool:
        """Tell whether the words of an unnamed filler hold a name: "(la marque de) vêtements X"."""
        mention = self.spans.get(filler.token)
        return mention is not None and any(
            index in self.in_name for index in range(mention.start, mention.end) if filler.token not in self.in_name
        )

    def _touches_name(self, head: int) -> bool:
        """Tell whether a name ends a noun phrase: "la marque de vêtements X" speaks of nothing that came before."""
        mention = self.spans.get(head)
        if mention is None:
            return False
        # "le patron du chimiste X": X is what the inner noun is called
        inner = {name.start for noun, name in self.reading.described.items() if head < noun < name.start}
        bare = (i for i in range(head + 1, mention.end + 1) if i in self.names and i not in inner)
        return any(self.doc.tokens[index - 1].pos not in {"ADP", "DET", "CCONJ", "PUNCT"} for index in bare)

    def _is_indefinite(self, head: int) -> bool:
        determiner = determiner_of(self.doc, head)
        return determiner is not None and self.lexicon.has("indefinite-determiners", determiner.lower)

    def _sectors(self, predication: Predication) -> Iterator[Filler]:
        """Yield the trade behind a word for it: "dans le secteur de l’énergie", "leader du secteur minier"."""
        for arc in self.syntax.arcs[predication.head]:
            token = self.doc.tokens[arc.token]
            if not arc.role.startswith("complement:") or not self.lexicon.has("sector-nouns", token.lemma):
                continue
            inner = [
                self._entity(found.token, is_direct=True)
                for found in self.syntax.of(token.index, self.lexicon.genitive)
            ]
            fillers = [filler for filler in inner if filler is not None]
            yield from fillers
            phrase = self.entities.of_phrase(token.index, EntityType.CONCEPT)
            if not fillers and " " in phrase.label:
                yield Filler(phrase, token.span, token.index)

    def _aliases(self, predication: Predication) -> Iterator[Filler]:
        """Yield the name right behind a verb of naming: "rebaptisé X", "connue sous le nom de X"."""
        last = predication.tokens[-1]
        for mention in self.reading.mentions:
            between = self.doc.tokens[last + 1 : mention.start]
            is_near = last < mention.start <= last + 4 and all(
                token.pos in {"ADP", "ADV", "DET", "PUNCT"} for token in between
            )
            if mention.kind is MentionKind.NAME and is_near:
                yield Filler(Text(text=mention.span.of(self.doc.article.text)), mention.span, mention.head)
                return
        yield from self._nickname(last + 1)

    def _nickname(self, start: int) -> Iterator[Filler]:
        """Yield a few quoted words right behind a verb of naming: "surnommé « le roi du sable »"."""
        words = self.doc.tokens[start : start + MAX_NICKNAME]
        if not words or not self.lexicon.has("quote-openers", words[0].text):
            return
        end = next((word.index for word in words[1:] if self.lexicon.has("quote-closers", word.text)), start)
        if end > start + 1:
            span = self.doc.span(start + 1, end)
            yield Filler(Text(text=span.of(self.doc.article.text)), span, start + 1)

    def _nested(self, head: int) -> tuple[Filler, ...]:
        """Return the complement of the complement: "le ministre des Sports du Bénin", "le départ d’Y, directeur de X"."""
        roles = (self.lexicon.genitive, self.lexicon.dative)  # "vice-présidente aux finances de X"
        inner = [arc.token for role in roles for arc in self.syntax.of(head, role)]
        persons = [t for t in inner if t in self.named_heads and self.spans[t].type is EntityType.PERSON]
        inner += [arc.token for person in persons for arc in self.syntax.of(person, "apposition")]
        outer = [arc for token in inner for arc in self.syntax.of(token, self.lexicon.genitive)]
        return self._entities(*((arc.token, False) for arc in outer))

    def _within(self, predication: Predication) -> tuple[Filler, ...]:
        """Return what stands deeper in a phrase behind a verb: "quitte son poste de chef de X", "visé par une plainte de X"."""
        arcs = [arc for token in predication.tokens for arc in self.syntax.arcs[token]]
        heads = [arc.token for arc in arcs if arc.role in {"object", "subject"} and arc.token > predication.head]
        found: list[int] = []
        for token in (*predication.tokens, *heads):
            inner = [arc.token for arc in self.syntax.of(token, self.lexicon.genitive)]
            while inner and len(found) < MAX_DEPTH:
                found += inner
                inner = [arc.token for each in inner for arc in self.syntax.of(each, self.lexicon.genitive)]
        return self._entities(*((token, False) for token in dict.fromkeys(found)))

    def _fronted(self, head: int) -> tuple[Filler, ...]:
        """Return the subject of the clause that a phrase opens: "à la tête de X depuis 2019, Y veut"."""
        found = self._entities(*self.bearers.clause_subjects(head))
        return tuple(filler for filler in found if filler.token > head)

    def _origin(self, head: int) -> tuple[Filler, ...]:
        token = self.doc.tokens[head]
        if not self.lexicon.origins_of(token.lower):  # "le premier ministre belge": the adjective behind the noun
            following = self.doc.tokens[head + 1 : head + 3]
            token = next((t for t in following if self.lexicon.origins_of(t.lower)), token)
            head = token.index
        places = (self.entities.of_place(origin.place, head) for origin in self.lexicon.origins_of(token.lower))
        return tuple(Filler(place, token.span, head) for place in places)

    def _industries(self, head: int) -> Iterator[Filler]:
        """Yield the trades that adjectives give: "le géant minier suisse"."""
        for index in range(head + 1, min(head + 3, len(self.doc.tokens))):
            token = self.doc.tokens[index]
            if self.lexicon.is_origin(token.lower):
                continue
            if index in self.in_name or not (
                self.lexicon.has("industry-adjectives", token.lemma)
                or self.lexicon.has("industry-adjectives", token.lower)
            ):
                return
            yield Filler(self.entities.of_phrase(index, EntityType.CONCEPT), token.span, index)

    def _named_trades(self, predication: Predication) -> Iterator[Filler]:
        """Yield the trades that a name tells: "Compagnie tunisienne d’emballage", "Société de transport et de logistique"."""
        mention = self.spans.get(predication.head)
        inside = self.doc.tokens[mention.start + 1 : mention.end] if mention is not None else ()
        for token in inside:
            before = self.doc.tokens[token.index - 1].lower
            is_trade = any(self.lexicon.has("industry-nouns", word) for word in (token.lemma, token.lower))
            if is_trade and self.lexicon.has("genitive-forms", before) and predication.head in self.in_name:
                yield Filler(self.entities.of_phrase(token.index, EntityType.CONCEPT), token.span, token.index)

    # a table of the class, not of each finder: one that holds its own methods lives until Python looks for cycles
    _SPECIAL: ClassVar[Mapping[str, Callable[["FillerFinder", Predication], Iterable[Filler]]]] = {
        "alias": _aliases,
        "bracketed": lambda self, predication: self._entities(*self.neighbours.bracketed(predication.head)),
        "appointer": lambda self, predication: self._entities(*self.governors.appointers(predication.head)),
        "bearer": lambda self, predication: self._entities(*self.bearers.of(predication.head)),
        "clause-subject": lambda self, predication: self._entities(*self.bearers.clause_subjects(predication.head)),
        "doer": lambda self, predication: self._entities(*self.governors.doers(predication.head)),
        "leaver": lambda self, predication: self._entities(*self.governors.leavers(predication.head)),
        "labelled": lambda self, predication: self._entities(*self.bearers.labelled(predication.head)),
        "name-trade": _named_trades,
        "opened": lambda self, predication: self._entities(*self.bearers.opened(predication.head)),
        "leader": lambda self, predication: self._entities(*self.neighbours.leaders(predication)),
        "employer": lambda self, predication: self._entities(*self.governors.employers(predication.head)),
        "fronted": lambda self, predication: self._fronted(predication.head),
        "closer": lambda self, predication: self._entities(*self.governors.closers(predication.head)),
        "sectored": lambda self, predication: self._entities(*self.holdings.sectored(predication.head)),
        "gapped": lambda self, predication: self._entities(*self.holdings.gapped(predication)),
        "held": lambda self, predication: self._entities(*self.neighbours.held(predication.head)),
        "remaining": lambda self, predication: self._entities(*self.holdings.remaining(predication)),
        "firm": lambda self, predication: self._entities(*self.neighbours.firm(predication)),
        "holder": _holders,
        "industry": lambda self, predication: self._industries(predication.head),
        "introduced": lambda self, predication: self._entities(*self.bearers.introduced(predication.tokens)),
        "itself": lambda self, predication: self._entities((predication.head, True)),
        "nested": lambda self, predication: self._nested(predication.head),
        "outside": lambda self, predication: self._entities(*self.neighbours.outside(predication.head)),
        "origin": lambda self, predication: self._origin(predication.head),
        "taker": lambda self, predication: self._entities(*self.governors.takers(predication.head)),
        "headline": lambda self, predication: self._entities(*self.neighbours.headline(predication.head)),
        "topic": lambda self, predication: self._entities(*self.neighbours.topic(predication.head)),
        "owner": lambda self, predication: self._entities(*self.governors.owners(predication.head)),
        "phrase": lambda self, predication: self._entities((predication.tokens[-1], True)),
        "previous": lambda self, predication: self._entities(*self.neighbours.previous(predication.head)),
        "sector": _sectors,
        "setting": lambda self, predication: self._entities(
            *((t, True) for t in self.whereabouts.setting(predication))
        ),
        "within": _within,
        "trigger": lambda self, predication: (self._trigger(predication),),
    }
