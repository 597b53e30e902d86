"""Predications → the places that say where: those of the list that follows, if it hangs on the predication."""

from kg.doc import VERBAL, Doc, Token
from kg.lexicon import Lexicon
from kg.locatives import PlaceList
from kg.model import EntityType, Mention, MentionKind
from kg.predications import Predication
from kg.reading import Reading

MAX_DISTANCE = 14  # tokens between a trigger and what fills a role by where it stands


def is_cut(doc: Doc, start: int, end: int) -> bool:
    """Tell whether another clause begins between two tokens."""
    return any(
        (token.pos in VERBAL and "VerbForm=Inf" not in token.morph and token.base_dep != "acl")
        or token.dep == "acl:relcl"
        or token.text in {";", ":"}
        for token in doc.tokens[start + 1 : end]
    )


class Whereabouts:
    """Finds where what a predication speaks of is or happens."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        """Work on one article."""
        self.doc, self.locatives, self.lexicon = reading.doc, reading.locatives, lexicon
        self._areas = lexicon.lists["area-prepositions"]
        self._located = self._areas | {lexicon.maps["prepositions"]["to"]}
        self.names = {m.head: m for m in reading.mentions if m.kind is MentionKind.NAME}

    def places(self, predication: Predication, kind: str, prepositions: str) -> tuple[int, ...]:
        """Return the places of the first list that follows in the clause: "présent en Italie, en Espagne et au Maroc".

        `kind` is "place", "town" for one place that is no country or region, "area" for several or one that is, "near"
        for what follows at once.
        `prepositions` count beside those of place when they follow at once: "ses sites de X et Y".
        """
        last = predication.tokens[-1]
        close = frozenset(prepositions.split("|")) if prepositions else frozenset[str]()
        lists = list(self.locatives.after(last, self._located | close))
        for position, listed in enumerate(lists):
            if listed.preposition not in self._located and any(
                other.start == listed.end for other in lists[position + 1 :]
            ):
                continue  # "son siège de Lyon à Nantes": from where
            if listed.places[0] in self.locatives.outer:
                continue  # "l’usine de Baud, dans le Morbihan"
            if kind == "near":
                return listed.places if self._follows(listed, last) else ()
            if self._follows(listed, last) or (
                listed.preposition in self._located and self._is_of(listed, predication)
            ):
                return listed.places if kind == "place" or (kind == "town") is listed.is_town else ()
        return ()

    def setting(self, predication: Predication) -> tuple[int, ...]:
        """Return the places with which the sentence of a predication begins, where its main clause is all of it."""
        head = self.doc.tokens[predication.head]
        listed = self.locatives.opening(head.sentence)
        if listed is None or listed.start > head.index or listed.preposition not in self._located:
            return ()
        verbs = [head] if head.pos in VERBAL else []
        verbs += [token for token in self.doc.ancestors(head.index) if token.pos in VERBAL]
        between = range(listed.end, verbs[0].index if verbs else head.index)
        is_main = bool(verbs) and verbs[-1].head == verbs[-1].index and not any(v.dep == "acl:relcl" for v in verbs)
        if not is_main or any(self.doc.tokens[i].text in {";", ":"} for i in between):
            return ()
        return listed.places

    def _follows(self, listed: PlaceList, last: int) -> bool:
        """Tell whether a list stands right behind a trigger, its adjectives and its name: "l’usine Novalia de Metz"."""
        return all(token.pos in {"ADJ", "PROPN"} for token in self.doc.tokens[last + 1 : listed.start])

    def _is_of(self, listed: PlaceList, predication: Predication) -> bool:
        last = predication.tokens[-1]
        if listed.start > last + MAX_DISTANCE or is_cut(self.doc, self._behind_location_verb(last), listed.start):
            return False
        is_aside = self.doc.tokens[listed.start - 1].text == "," and listed.preposition in self._areas
        is_of_phrase = any(subject == "phrase" for subject, _ in predication.frame.readings)
        if is_aside and predication.trigger.kind == "noun" and listed.start - 1 > last + 1 and not is_of_phrase:
            return False  # "l’usine de Baud, dans le Morbihan" says where Baud is, not who is in the Morbihan
        return self._leads_to(listed.places[0], predication)

    def _behind_location_verb(self, last: int) -> int:
        """Return where to look on for another clause: behind "se trouve", which says where its subject is."""
        verb = next((token for token in self.doc.tokens[last + 1 : last + 4] if token.pos in VERBAL), None)
        is_said = verb is not None and self.lexicon.has("location-verbs", verb.lemma)
        return verb.index if verb is not None and is_said else last

    def _leads_to(self, place: int, predication: Predication) -> bool:
        """Tell whether a place hangs on a predication, or on what that hangs on, with no other verb or name between."""
        for ancestor in self.doc.ancestors(place):
            if ancestor.index in predication.tokens:
                return True
            if ancestor.pos in VERBAL or self._is_other(self.names.get(ancestor.index)):
                return self._shares_place(self.doc.tokens[predication.head], ancestor)
        return False

    def _is_other(self, name: Mention | None) -> bool:
        return name is not None and name.type is not EntityType.PLACE

    def _shares_place(self, noun: Token, governor: Token) -> bool:
        """Tell whether what stands beside a noun under one governor says where that is: "réalise ses ventes en Chine".

        Of a subject only a verb of standing somewhere says so: "le siège se trouve à Metz".
        """
        if noun.pos in VERBAL:
            return False
        if self.lexicon.has("location-verbs", governor.lemma):  # whether or not the parser sees its subject
            return noun.index < governor.index and not is_cut(self.doc, noun.index, governor.index)
        if noun.base_dep == "nsubj":
            return False
        verb = next((a.index for a in self.doc.ancestors(noun.index) if a.pos in VERBAL), None)
        return governor.index in {noun.head, verb}
