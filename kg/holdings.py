"""Who holds the other shares of a company, by their places: "X détient 45 % de Y, Z 30 %", "le solde étant à Z"."""

from collections.abc import Iterator

from kg.doc import VERBAL, Token
from kg.lexicon import Lexicon
from kg.model import EntityType, Mention, MentionKind, Quantity
from kg.predications import Predication
from kg.quantities import PERCENT
from kg.reading import Reading

LINKING = frozenset({"ADJ", "ADP", "ADV", "CCONJ", "DET", "NOUN", "NUM", "SYM", "PUNCT"})  # what may join listed names
MAX_ITEM = 8  # tokens before the name of a holder: "et la société d’investissement marocaine X 30 %"
MAX_HELD = 7  # tokens from a word for holding to the first holder: "aux mains de la holding familiale X"
MAJORITY = 50  # per cent: who buys as much buys the company
MAX_REST = 12  # tokens from a word for the rest to that of holding
Places = tuple[tuple[int, bool], ...]  # head tokens of mentions, each with whether the parser itself put it there


class HoldingFinder:
    """Finds, in one article, the holders that share a company with those of whom a verb speaks."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.doc, self.lexicon, self.measures = reading.doc, lexicon, reading.measures
        names = [mention for mention in reading.mentions if mention.kind is MentionKind.NAME]
        self.names = sorted(names, key=lambda name: name.start)
        self.ends = {mention.end: mention for mention in names}
        self.syntax, self.chains = reading.syntax, reading.chains
        self.majorities = frozenset(
            measure.end - 1
            for measure in self.measures
            if isinstance(measure.value, Quantity) and measure.value.unit == PERCENT and measure.value.value >= MAJORITY
        )

    def wholes(self, token: int) -> tuple[int, ...]:
        """Return what a noun for nearly all, or for a majority, is of: "l’essentiel des actifs de X", "51 % de X"."""
        adjectives = [kid.lower for kid in self.doc.kids(token, "amod")]
        is_whole = token in self.majorities or self.lexicon.has("whole-nouns", self.doc.tokens[token].lemma)
        if not is_whole and self.lexicon.lists["whole-adjectives"].isdisjoint(adjectives):
            return (token,)
        inner = tuple(arc.token for arc in self.syntax.of(token, self.lexicon.genitive))
        if len(inner) == 1 and self.lexicon.has("asset-nouns", self.doc.tokens[inner[0]].lemma):
            inner = tuple(arc.token for arc in self.syntax.of(inner[0], self.lexicon.genitive))
        if token in self.majorities and not any(self._is_company(each) for each in inner):
            return (token,)  # "90 % de son personnel"
        return inner or (token,)

    def _is_company(self, token: int) -> bool:
        chain = self.chains.at(token)
        return chain is not None and chain.type is EntityType.ORGANIZATION

    def gapped(self, predication: Predication) -> Places:
        """Return who holds a share though the verb is not said again: "X détient 45 % de Y et Z 30 %"."""
        sentence = self.doc.sentence_of(predication.head)
        shares = [
            measure.start
            for measure in self.measures
            if isinstance(measure.value, Quantity) and measure.value.unit == PERCENT
        ]
        behind = self.doc.tokens[predication.head : sentence.end]
        rests = [token.index - 1 for token in behind if self._is_rest(token)]
        places = [start for start in sorted((*shares, *rests)) if predication.head < start < sentence.end]
        found: list[tuple[int, bool]] = []
        for start in places[1:]:  # the first is the share of the verb itself
            name = self.ends.get(start)
            if name is None or not self._opens_item(name, places[0]):
                continue
            between = self.doc.tokens[predication.head + 1 : start]
            if any(token.pos in VERBAL and not self._is_rest(token) for token in between):
                break
            found.append((name.head, False))
        return tuple(found)

    def _is_rest(self, token: Token) -> bool:
        is_rest = self.lexicon.has("rest-nouns", token.lemma) or self.lexicon.has("rest-nouns", token.lower)
        return is_rest and token.index > 0 and self.doc.tokens[token.index - 1].pos in {"DET", "PRON"}

    def _opens_item(self, name: Mention, first: int) -> bool:
        """Tell whether only its class stands between a name and a comma or a conjunction behind the first share."""
        for token in reversed(self.doc.tokens[max(first + 1, name.start - MAX_ITEM) : name.start]):
            if token.text == "," or token.pos == "CCONJ":
                return True
            if token.pos not in {"ADJ", "DET", "NOUN"} and not self.lexicon.has("genitive-forms", token.lower):
                return False
        return False

    def sectored(self, noun: int) -> Places:
        """Return the names given for trades behind a noun, two at least: "dans l’énergie (X), la banque (Y)", "dans Z avec X"."""
        end = self.doc.sentence_of(noun).end
        found = [name for name in self.names if noun < name.start and name.end <= end and self._is_of_trade(name)]
        return tuple((name.head, True) for name in found) if len(found) > 1 else ()

    def _is_of_trade(self, name: Mention) -> bool:
        """Tell whether a bracket or "avec" stands between the noun for a trade and a name, or a bracket goes on before it."""
        tokens = self.doc.tokens
        index = name.start - 1
        while (index > 0 and tokens[index].pos in {"DET", "CCONJ"}) or tokens[index].text == ",":
            inner = next((other for other in self.names if other.end == index), None)
            index = inner.start - 1 if inner is not None else index - 1
        opener = tokens[index]
        is_opened = opener.text == "(" or self.lexicon.has("having-prepositions", opener.lower)
        trade = tokens[index - 1]
        while trade.pos == "ADJ" and trade.index > 1:
            trade = tokens[trade.index - 1]
        before = {token.lower for token in tokens[max(0, trade.index - 3) : trade.index]}
        is_trade = trade.pos == "NOUN" and trade.text.islower() and tokens[trade.index - 1].pos in {"DET", "ADP"}
        # "avec" needs "dans" before the trade; a bracket only its article
        is_in = opener.text == "(" or any(self.lexicon.has("inner-prepositions", word) for word in before)
        return is_opened and is_trade and is_in

    def remaining(self, predication: Predication) -> Places:
        """Return who holds the rest: "le solde étant aux mains de X", "les 10 % restants appartenant à X et à Y"."""
        rest = predication.tokens[-1]
        end = self.doc.sentence_of(rest).end
        for token in self.doc.tokens[rest + 1 : min(end, rest + MAX_REST)]:
            if token.text in {";", ","}:
                return ()
            if any(self.lexicon.has("holding-words", word) for word in (token.lemma, token.lower)):
                return tuple((name.head, False) for name in self._listed_behind(token.index, end))
        return ()

    def _listed_behind(self, start: int, end: int) -> Iterator[Mention]:
        """Yield the first name behind a word and those that a closed list joins to it."""
        waiting: list[Mention] = []
        last: Mention | None = None
        for name in self.names:
            if name.start <= start or name.end > end:
                continue
            if last is None and name.start > start + MAX_HELD:
                return
            between = self.doc.tokens[(start + 1 if last is None else last.end) : name.start]
            if any(token.pos not in LINKING or token.text in {";", "("} for token in between if token.text != ")"):
                return
            is_closed = any(token.pos == "CCONJ" for token in between)
            if last is not None and not is_closed and not any(token.text == "," for token in between):
                return
            waiting.append(name)
            if last is None or is_closed:
                yield from waiting
                waiting = []
            if is_closed:
                return
            last = name
