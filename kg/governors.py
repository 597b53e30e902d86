"""Nouns → who does what they name, by the verb or the event noun that governs them.

"X annonce le rachat de Y": X; "X a nommé Y directrice": X appoints; "X prend la présidence de Z", "Z confie la direction
financière à X": X takes the post; "X a cédé son fauteuil": X leaves it.
"""

from kg.arcs import is_passive
from kg.bearers import Places
from kg.doc import VERBAL, Token
from kg.lexicon import Lexicon
from kg.model import EntityType
from kg.reading import Reading

APPOINTED = frozenset(
    {"amod", "appos", "conj", "flat", "nmod", "obj", "obl", "xcomp"}
)  # how a function hangs on who gets it
TAKEN = frozenset({"conj", "dep", "nmod", "obj", "obl"})  # how a post hangs on what is done with it
MAX_CLIMB = 4  # words between a post and its verb: "a accepté de prendre le poste de directeur"


class Governors:
    """Finds, for a noun, the arguments of what governs it."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        """Work on one article."""
        self.reading, self.doc, self.syntax, self.lexicon = reading, reading.doc, reading.syntax, lexicon
        self.spans = {mention.head: mention for mention in reading.mentions}

    def doers(self, head: int) -> Places:
        """Return who does what an event noun names: the subject of the verb that it completes ("X annonce le rachat de Y")."""
        token = self.doc.tokens[head]
        while token.head != token.index:
            governor = self.doc.tokens[token.head]
            if governor.pos in VERBAL:
                if token.dep == "nsubj:pass" and not self.doc.is_bracketed(head, governor.index):
                    return self._arcs(governor.index, "subject", head)  # "la fermeture a été annoncée par X"
                if self._is_spread(governor):
                    token = self.doc.tokens[governor.head]
                    continue
                is_argument = token.base_dep in {"obj", "obl", "nmod", "conj", "xcomp"}
                if not is_argument or self.doc.is_bracketed(head, governor.index):
                    return ()
                if self.lexicon.has("reaction-verbs", governor.lemma):  # "les syndicats dénoncent le rachat": of others
                    return ()
                is_devoted = self.lexicon.has("devoting-verbs", governor.lemma) and is_passive(self.doc, governor.index)
                # "X, spécialisé dans la fabrication de Y", "une usine dédiée à la production de Y"
                return self._arcs(governor.index, "object" if is_devoted else "subject", head)
            if token.base_dep not in {"nmod", "conj", "obl"}:
                return ()
            token = governor
        return ()

    def closers(self, noun: int) -> Places:
        """Return who closes the deal that a noun names, by a clause on it: "la vente de X, que Y a bouclée", "conclue par Y"."""
        clauses = [
            kid.index
            for kid in self.doc.kids(noun, "acl", "amod", "appos", "dep")
            if self.lexicon.has("closing-verbs", kid.lemma)
        ]
        return tuple(place for clause in clauses for place in self._arcs(clause, "subject", noun))

    def appointers(self, noun: int) -> Places:
        """Return the subject of the verb that a function completes: "X a nommé Y directrice", "au poste de directrice"."""
        token = self.doc.tokens[noun]
        while token.head != token.index and token.base_dep in APPOINTED:
            token = self.doc.tokens[token.head]
            if token.pos == "VERB":
                return self._arcs(token.index, "subject", noun)
        return ()

    def takers(self, noun: int) -> Places:
        """Return who takes the post that a noun names: "X prend la présidence", "Y confie la direction à X"."""
        governor, post = self._governor(noun)
        if governor is None:
            return ()
        if self.lexicon.has("post-giving-verbs", governor.lemma):
            return self._receivers(governor, post)
        role = self._role_of_taker(governor, post)
        return self._arcs(governor.index, role, post.index) if role else ()

    def _role_of_taker(self, governor: Token, post: Token) -> str:
        """Return which argument of what is said of a post takes it; "" where nobody does."""
        if governor.pos not in VERBAL:
            return self.lexicon.genitive if self.lexicon.has("appointment-nouns", governor.lemma) else ""
        if any(arc.token == post.index for arc in self.syntax.of(governor.index, "object")):
            return "subject" if self.lexicon.has("post-taking-verbs", governor.lemma) else ""
        if not self._is_goal(post):
            return ""
        if self.lexicon.has("post-naming-verbs", governor.lemma):
            return "object"
        return "subject" if self.lexicon.has("post-reaching-verbs", governor.lemma) else ""

    def leavers(self, noun: int) -> Places:
        """Return who leaves the post that a noun names: "X quitte la présidence", "X a cédé son fauteuil de directeur"."""
        governor, post = self._governor(noun)
        if governor is None or not self.lexicon.has("post-leaving-verbs", governor.lemma):
            return ()
        return self._arcs(governor.index, "subject", post.index)

    def owners(self, head: int) -> Places:
        """Return whose the subject of a clause is: "le pôle santé de X regroupe Y", "ses filiales, qui comprennent Y"."""
        verb = head if self.doc.tokens[head].pos in VERBAL else self.doc.tokens[head].head
        # "les vis de X sont fournies par Y": what stands before a passive
        role = "object" if is_passive(self.doc, verb) and self.syntax.of(verb, "object") else "subject"
        found = []
        for arc in self.syntax.of(verb, role):
            noun = self.doc.tokens[arc.token]
            if noun.head == noun.index - 1 and self.doc.tokens[noun.head].pos == "NOUN":
                noun = self.doc.tokens[noun.head]  # "pôle santé", with the clause hung on "santé"
            found += self._genitives(noun.index)
        return tuple(found)

    def employers(self, verb: int) -> Places:
        """Return of what the one a verb is about has a post: "le PDG de X, Y, a démissionné", "Y, PDG de X, s’en va"."""
        role = "object" if is_passive(self.doc, verb) else "subject"
        found: list[tuple[int, bool]] = []
        for arc in self.syntax.of(verb, role):
            chain, sentence = self.reading.chains.by_head.get(arc.token), self.doc.tokens[arc.token].sentence
            for noun, name in self.reading.described.items():
                is_same = chain is not None and self.reading.chains.by_head.get(name.head) == chain
                if is_same and self.doc.tokens[noun].sentence == sentence:
                    found += self._genitives(noun)
        return tuple(dict.fromkeys(found))

    def _genitives(self, noun: int) -> list[tuple[int, bool]]:
        return [(arc.token, arc.is_direct) for arc in self.syntax.of(noun, self.lexicon.genitive)]

    def _arcs(self, predicate: int, role: str, but: int) -> Places:
        """Return the arguments of a predicate with a role, but for one token."""
        return tuple((arc.token, arc.is_direct) for arc in self.syntax.of(predicate, role) if arc.token != but)

    def _governor(self, noun: int) -> tuple[Token | None, Token]:
        """Return the verb or the event noun that says what is done with a post, and the word by which the post hangs on it."""
        token = self.doc.tokens[noun]
        for _ in range(MAX_CLIMB):
            governor = self.doc.tokens[token.head]
            is_passive_subject = token.dep == "nsubj:pass"
            if governor.index == token.index or (token.base_dep not in TAKEN and not is_passive_subject):
                break
            if governor.pos in VERBAL or self.lexicon.has("appointment-nouns", governor.lemma):
                return governor, token
            if self.lexicon.has("seat-nouns", governor.lemma) or token.base_dep == "conj":
                token = governor  # "le poste de directeur", "la présidence et la direction"
            elif governor.pos == "PROPN" and self._is_goal(token) and governor.index < token.index:
                above = self.doc.tokens[governor.head]
                return (above, token) if above.index != governor.index else (None, token)
            else:
                break
        return None, token

    def _is_goal(self, post: Token) -> bool:
        """Tell whether a post is what somebody comes to: "à la direction", "au poste de", "comme directeur"."""
        lists = ("dative-forms", "inner-prepositions")
        return any(self.lexicon.has(name, case.lower) for case in self.doc.kids(post.index, "case") for name in lists)

    def _receivers(self, verb: Token, post: Token) -> Places:
        """Return who is given a post: "confie la direction à X", "X s’est vu confier la direction"."""
        seeing = self.doc.tokens[verb.head]
        if verb.base_dep == "xcomp" and self.lexicon.has("seeing-verbs", seeing.lemma):
            return self._arcs(seeing.index, "subject", post.index)
        roles = (self.lexicon.dative, "indirect")
        owners = [arc.token for arc in self.syntax.of(post.index, self.lexicon.genitive) if arc.token > post.index]
        owners += [arc.token for owner in owners for arc in self.syntax.of(owner, "apposition")]
        for index in (verb.index, post.index, *owners):  # "cède la présidence du groupe X à Y", with Y hung on X
            found = [arc for role in roles for arc in self.syntax.of(index, role) if arc.token != post.index]
            if found:
                return tuple((arc.token, arc.is_direct and index == verb.index) for arc in found)
        return ()

    def _is_spread(self, participle: Token) -> bool:
        """Tell whether a participle only tells more of a noun: "300 salariés répartis dans", "un accord portant sur"."""
        mention = self.spans.get(participle.head)
        is_group = mention is not None and mention.type is EntityType.GROUP
        is_about = "VerbForm=Part" in participle.morph and self.lexicon.has("about-verbs", participle.lemma)
        return participle.base_dep == "acl" and (is_group or is_about)
