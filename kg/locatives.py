"""Mentions → where things are: lists of places behind a preposition, and which place lies in which.

The parser hangs "en Espagne et au Maroc" on whatever stands near, so that lists are read off the order of the words:
"présent en Italie, en Espagne et au Maroc" names three places, "à Feurs, dans la Loire" one and what it lies in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.doc import Doc, Token
from kg.lexicon import Lexicon, fold
from kg.model import EntityType, Mention, MentionKind

MAX_BETWEEN = 5  # tokens between two places of a list: ", puis bien plus tard dans le"
MAX_ASIDE = 9  # tokens of a phrase between a place and what it lies in: ", à 12 kilomètres au nord de Ouagadougou"
CITY, REGION, COUNTRY = 1, 2, 3
ASIDE = frozenset({"ADJ", "ADP", "ADV", "DET", "NOUN", "NUM", "PROPN", "PUNCT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceList:
    """Places listed behind one preposition: from its token to the end of the last, its word, the head of each place."""

    start: int
    end: int
    preposition: str
    places: tuple[int, ...]
    is_town: bool  # one place that is no country or region, as far as one knows


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place with the preposition before it; `start` is where its phrase begins, the preposition empty if it has none."""

    mention: Mention
    start: int
    preposition: str
    is_area: bool = False  # "dans l’est de la France"


class Locatives:
    """The lists of places of a document, by sentence, and the pairs of a place and what it lies in."""

    def __init__(self, doc: Doc, mentions: tuple[Mention, ...], lexicon: Lexicon) -> None:
        """Read all places of a document, one sentence after the other."""
        self.doc, self.lexicon = doc, lexicon
        self.lists: dict[int, list[PlaceList]] = {}
        self.inside: list[tuple[Mention, Mention]] = []
        self.among: set[int] = (
            set()
        )  # heads of names that are listed with places, whatever the recogniser takes them for
        self.beside: list[tuple[Mention, Mention]] = []  # an organisation, event or site and where it is
        self.seats: list[tuple[Mention, Mention]] = []  # an organisation and where it is from
        self.outer: set[int] = set()  # heads of places that only say where the one before them lies
        spots: dict[int, list[_Spot]] = {}
        for mention in mentions:
            if mention.kind is MentionKind.NAME and mention.type is EntityType.PLACE:
                spots.setdefault(doc.tokens[mention.start].sentence, []).append(self._spot(mention))
        for sentence, row in sorted(spots.items()):
            self._read(sentence, row)
        self._note_others({mention.start: mention for mention in mentions if mention.kind is MentionKind.NAME})
        ends = {mention.end: mention for mention in mentions if mention.kind is MentionKind.NAME}
        for row in spots.values():
            self.beside += [(ends[end], spot.mention) for spot in row for end in self._stands_behind(spot, ends)]
            self.seats += [(name, spot.mention) for spot in row for name in self._comes_from(spot, ends)]

    def opening(self, sentence: int) -> PlaceList | None:
        """Return the places with which a sentence sets the scene: "À Lyon, le groupe a ouvert une boutique"."""
        first = self.doc.sentences[sentence].start
        for listed in self.lists.get(sentence, ())[:1]:
            is_first = all(token.pos in {"ADV", "CCONJ"} for token in self.doc.tokens[first : listed.start])
            if is_first and listed.end < len(self.doc.tokens) and self.doc.tokens[listed.end].text == ",":
                return listed
        return None

    def after(self, token: int, prepositions: frozenset[str]) -> Iterator[PlaceList]:
        """Yield the lists of places that follow a token in its sentence and stand behind one of the prepositions."""
        for listed in self.lists.get(self.doc.tokens[token].sentence, ()):
            if listed.start > token and listed.preposition in prepositions:
                yield listed

    def _note_others(self, names: dict[int, Mention]) -> None:
        """Note the names that go on a list of places with nothing but a comma or a conjunction between."""
        for row in self.lists.values():
            for listed in row:
                end = listed.end
                while end + 1 in names and (
                    self.doc.tokens[end].text == "," or self._has_conjunction(self.doc.tokens[end : end + 1])
                ):
                    name = names[end + 1]
                    self.among.add(name.head)
                    end = name.end

    def _stands_behind(self, spot: _Spot, ends: dict[int, Mention]) -> Iterator[int]:
        """Yield where a name ends that a place stands right behind: "Novalia, à Feurs,", "le musée Novalia de Nantes"."""
        named = ends.get(spot.start)
        of, to = (self.lexicon.maps["prepositions"][name] for name in ("of", "to"))
        if named is not None and spot.preposition == of and self.level(spot.mention) == CITY:
            first = self.doc.tokens[named.start].lower
            is_institution = self.lexicon.has("name-forming-nouns", first) or named.type is EntityType.EVENT
            if is_institution and spot.start + 1 == spot.mention.start:
                yield spot.start
        named = ends.get(spot.start - 1)
        after = self.doc.tokens[spot.mention.end : spot.mention.end + 1]
        is_aside = self.doc.tokens[spot.start - 1].text in {",", "("} and (not after or after[0].pos == "PUNCT")
        if named is None or not is_aside or spot.preposition != to or spot.start + 1 != spot.mention.start:
            return
        if named.type in {EntityType.ORGANIZATION, EntityType.EVENT} and self.level(spot.mention) == CITY:
            yield spot.start - 1

    def _comes_from(self, spot: _Spot, ends: dict[int, Mention]) -> Iterator[Mention]:
        """Yield the organisation whose town stands apart behind it: "Novalia, de Feurs,", "Novalia (Feurs)"."""
        end = spot.mention.end
        after = self.doc.tokens[end].text if end < len(self.doc.tokens) else "."
        opening = self.doc.tokens[spot.start - 1].text if spot.start else ""
        is_from = spot.preposition == self.lexicon.maps["prepositions"]["of"] and spot.start + 1 == spot.mention.start
        is_apart = is_from and opening == "," and after in {",", ".", ")"}
        is_bracketed = not spot.preposition and opening == "(" and after == ")"
        named = ends.get(spot.start - 1)
        if named is None or named.type is not EntityType.ORGANIZATION or not (is_apart or is_bracketed):
            return
        if self.level(spot.mention) == CITY:
            yield named

    def _spot(self, mention: Mention) -> _Spot:
        """Return a place with its preposition: "au Maroc", "dans la Loire", "dans le département de la Loire"."""
        first = self.doc.sentence_of(mention.start).start
        start = self._before_articles(mention.start, first)
        word = self._preposition(start - 1) if start > first else ""
        if not word:
            return self._example(mention, start, first) or _Spot(mention, mention.start, "")
        noun = start - 2
        is_of = word == self.lexicon.maps["prepositions"]["of"]
        if is_of and noun > first and self.lexicon.has("area-nouns", self.doc.tokens[noun].lower):
            begin = self._before_articles(noun, first)
            outer = self._preposition(begin - 1) if begin > first else ""
            if self.lexicon.has("area-prepositions", outer):
                return _Spot(mention, begin - 1, outer, is_area=True)
        return _Spot(mention, start - 1, word)

    def _example(self, mention: Mention, start: int, first: int) -> _Spot | None:
        """Return a place that examples of places begin with: "dans 12 pays, dont l’Italie", "dans deux villes (Metz …)"."""
        noun = start
        while noun > first and self._introduces(self.doc.tokens[noun - 1]):
            noun -= 1
        behind = noun
        token = self.doc.tokens[noun - 1]
        while noun < start and token.pos == "ADJ" and noun - 1 > first:
            noun -= 1
            token = self.doc.tokens[noun - 1]
        if noun == start or noun - 1 <= first:
            return None
        is_sites = self.lexicon.has("site-nouns", token.lemma) and "Number=Plur" in token.morph
        if is_sites:  # "ses deux usines : Metz et Toul"
            return _Spot(mention, behind, self.lexicon.maps["prepositions"]["of"])
        if not self.lexicon.has("place-nouns", token.lemma):
            return None
        begin = self._before_articles(noun - 1, first)
        word = self._preposition(begin - 1) if begin > first else ""
        if word == self.lexicon.maps["prepositions"]["of"] and begin - 2 > first:  # "dans une vingtaine de pays"
            if not self.lexicon.has("quantifier-nouns", self.doc.tokens[begin - 2].lemma):
                return None
            begin = self._before_articles(begin - 2, first)
            word = self._preposition(begin - 1) if begin > first else ""
        return _Spot(mention, begin - 1, word) if word else None

    def _introduces(self, token: Token) -> bool:
        return token.text in {",", ":", "("} or self.lexicon.has("list-introducers", token.lower)

    def _before_articles(self, index: int, first: int) -> int:
        """Return where a noun phrase begins, its articles and adjectives included."""
        while index > first and self.doc.tokens[index - 1].pos in {"DET", "ADJ", "NUM"}:
            index -= 1
        return index

    def _preposition(self, index: int) -> str:
        word = self.doc.tokens[index].lower
        for name, forms in (("of", "genitive-forms"), ("to", "dative-forms")):
            if self.lexicon.has(forms, word):
                return self.lexicon.maps["prepositions"][name]
        return word if self.lexicon.has("area-prepositions", word) else ""

    def _read(self, sentence: int, row: list[_Spot]) -> None:
        """Take the places of a sentence apart into lists, and note what lies in what."""
        row = self._without_brackets(row)
        position = 0
        while position < len(row):
            run = [row[position]]
            while position + len(run) < len(row) and self._joins(run, row[position + len(run)], row):
                run.append(row[position + len(run)])
            position += len(run)
            if run[0].preposition:
                heads = tuple(spot.mention.head for spot in run)
                listed = PlaceList(
                    start=run[0].start, end=run[-1].mention.end, preposition=run[0].preposition, places=heads,
                    is_town=len(run) == 1 and self.level(run[0].mention) == CITY and not run[0].is_area,
                )  # fmt: skip
                self.lists.setdefault(sentence, []).append(listed)
        for index, inner in enumerate(row):
            outer = next((spot for spot in row[index + 1 : index + 3] if self._lies_in(inner, spot, row)), None)
            if outer is not None:
                self.inside.append((inner.mention, outer.mention))
                self.outer.add(outer.mention.head)

    def _without_brackets(self, row: list[_Spot]) -> list[_Spot]:
        """Return the places of a sentence without those that only say where another lies: "Feurs (Loire)"."""
        kept = [spot for spot in row if not self._opens_bracket(spot)]
        for before, spot in pairwise(row):
            if self._opens_bracket(spot) and self.level(before.mention) > CITY:
                kept += self._bracketed(before, row[row.index(spot) :])
        return sorted(kept, key=lambda spot: spot.mention.start)

    def _bracketed(self, outer: _Spot, row: list[_Spot]) -> Iterator[_Spot]:
        """Yield the places in a bracket, which lie in the one before it: "en Bretagne (Rennes, Brest, Vannes)"."""
        for position, spot in enumerate(row):
            between = self.doc.tokens[(row[position - 1] if position else outer).mention.end : spot.start]
            if not all(token.text in {",", "("} or token.pos == "CCONJ" for token in between):
                return
            self.inside.append((spot.mention, outer.mention))
            if position == 0:
                yield spot

    def _opens_bracket(self, spot: _Spot) -> bool:
        return spot.start > 0 and self.doc.tokens[spot.start - 1].text == "("

    def _joins(self, run: list[_Spot], spot: _Spot, row: list[_Spot]) -> bool:
        """Tell whether a place goes on a list: behind a conjunction, or a comma where the list has one later."""
        last = run[-1]
        between = self.doc.tokens[last.mention.end : spot.mention.start]
        of = self.lexicon.maps["prepositions"]["of"]
        is_alike = not spot.preposition or (spot.preposition == of) is (run[0].preposition == of)
        if not is_alike or not self._is_separator(between):
            return False
        is_contracted = any(self.lexicon.has("contracted-articles", token.lower) for token in between)
        if spot.preposition == of and is_contracted and self.level(spot.mention) == CITY:
            return False  # "le musée de Metz et de la Fondation Novalia"
        if self._has_conjunction(between) or between[-1].text == "(":
            return True
        return not self._lies_in(last, spot, row)

    def _is_separator(self, between: tuple[Token, ...]) -> bool:
        if not between or len(between) > MAX_BETWEEN:
            return False
        if between[0].text == ")":
            between = between[1:]
        is_marked = bool(between) and (between[0].text in {",", "("} or self._has_conjunction(between[:2]))
        return is_marked and all(
            token.text in {",", "("} or token.pos in {"CCONJ", "ADP", "DET", "ADV", "SCONJ"} for token in between
        )

    def _has_conjunction(self, between: tuple[Token, ...]) -> bool:
        return any(token.pos == "CCONJ" or self.lexicon.has("list-conjunctions", token.lower) for token in between)

    def _lies_in(self, inner: _Spot, outer: _Spot, row: list[_Spot]) -> bool:
        """Read "à Feurs, dans la Loire", "à Kerbel, en Bretagne", "à Feurs, au nord de Lyon, en France"."""
        if not self._is_larger(inner, outer) or self._goes_on(inner, outer, row):
            return False
        between = self.doc.tokens[inner.mention.end : outer.start]
        if not between:
            return self.level(outer.mention) > CITY or outer.is_area
        if len(between) == 1:
            return between[0].text in {",", "("}
        is_aside = between[0].text == between[-1].text == "," and len(between) <= MAX_ASIDE
        return is_aside and all(token.pos in ASIDE and not self._has_conjunction((token,)) for token in between)

    def _is_larger(self, inner: _Spot, outer: _Spot) -> bool:
        """Tell whether a place and its preposition can be what another lies in."""
        size, others = self.level(inner.mention), self.level(outer.mention)
        is_in = self.lexicon.has("area-prepositions", outer.preposition)
        if not is_in and (outer.preposition != self.lexicon.maps["prepositions"]["to"] or others == CITY):
            return False
        if size >= max(others, REGION) and not outer.is_area:
            return False
        return others > CITY or not self.lexicon.has("area-prepositions", inner.preposition)

    def _goes_on(self, inner: _Spot, outer: _Spot, row: list[_Spot]) -> bool:
        """Tell whether what follows makes a list of it all: "à Lyon, en Suisse et au Maroc"."""
        last = outer
        for follower in (spot for spot in row if spot.start > outer.start):
            between = self.doc.tokens[last.mention.end : follower.start]
            is_listed = all(t.text == "," or self._has_conjunction((t,)) for t in between)
            if not between or not is_listed or not follower.preposition or not inner.preposition:
                return False
            if self._has_conjunction(between):
                return True
            last = follower
        return False

    def level(self, mention: Mention) -> int:
        """Return how large a place is, as far as the lists of names tell."""
        name = fold(mention.span.of(self.doc.text))
        if name in self.lexicon.lists["countries"]:
            return COUNTRY
        return REGION if name in self.lexicon.lists["regions"] else CITY
