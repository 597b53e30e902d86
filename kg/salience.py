"""Chain → how much it stands out where an anaphor is: its place in the sentence, how long ago, how often it is spoken of."""

from collections.abc import Mapping
from itertools import takewhile

from kg.doc import Doc
from kg.model import EntityType, Mention, MentionKind
from kg.profiles import Draft

IN_TITLE = 0.3  # salience of what the headline names
PRONOUN_DECAY = 2.0  # a sentence
MAX_NOMINAL_DECAY = 3.0  # "le groupe" can be the one of the headline however much was said in between
TOPIC = 0.2  # for each time that the whole article names it …
MAX_TIMES = 5  # … at most
SUBJECT = 1.5
SUBJECT_ASIDE = 0.9  # of a relative clause
OBJECT = 0.4
NAMING = frozenset({"NOUN", "PROPN"})


class Salience:
    """Weighs the chains of an article for its anaphors."""

    def __init__(
        self,
        doc: Doc,
        roles: Mapping[int, list[tuple[str, int]]],
        speakers: frozenset[int],
        named_times: Mapping[str, int],
    ) -> None:
        """Weigh by the roles of each token, who is quoted, and how often each name stands in the whole article."""
        self.doc, self.roles, self.speakers, self.named_times = doc, roles, speakers, named_times

    def lateness(self, mention: Mention, draft: Draft) -> float:
        """Return how near a chain was named: "ce dernier" points to what was said last, people before things."""
        # a possessive brings nothing to the fore
        earlier = [m for m in before(mention, draft) if self.doc.tokens[m.head].pos != "DET"] or draft.mentions[:1]
        score = -0.03 * (mention.start - earlier[-1].start) + (1.0 if EntityType.PERSON in draft.types else 0.0)
        distance = self.doc.tokens[mention.head].sentence - self.doc.tokens[before(mention, draft)[-1].head].sentence
        return score - (0.0 if draft.genders else 0.5) - 3.0 * distance

    def of(self, mention: Mention, draft: Draft) -> float:
        """Return how much a chain stands out where an anaphor is."""
        tokens = self.doc.tokens
        earlier = before(mention, draft)
        sentence = tokens[earlier[-1].head].sentence
        prominence = 0.0
        for other in reversed(earlier):
            if tokens[other.head].sentence != sentence:
                break
            prominence = max(prominence, self._prominence(other.head))
        score = min(len(earlier), 5) * 0.2 + (0.5 if draft.is_named else 0.0)
        score += prominence
        distance = float(tokens[mention.head].sentence - sentence)
        is_nominal = mention.kind is MentionKind.NOMINAL
        score -= min(distance, MAX_NOMINAL_DECAY) if is_nominal else distance * PRONOUN_DECAY
        if earlier[0].start == 0 or self.doc.sentence_of(earlier[0].head).is_title:
            score += IN_TITLE
        if is_nominal:
            score += TOPIC * min(sum(self.named_times.get(key, 0) for key in draft.keys), MAX_TIMES)
        return score

    def spoke(self, mention: Mention, draft: Draft) -> bool:
        """Tell whether a chain is quoted in the sentence where it was mentioned last."""
        tokens = self.doc.tokens
        earlier = before(mention, draft)
        sentence = tokens[earlier[-1].head].sentence
        near = takewhile(lambda other: tokens[other.head].sentence == sentence, reversed(earlier))
        return any(other.head in self.speakers for other in near)

    def _prominence(self, token: int) -> float:
        """Return how prominent the place of a mention in its sentence is."""
        word = self.doc.tokens[token]
        if word.base_dep == "appos" and self.doc.tokens[word.head].pos in {"NOUN", "PRON"}:
            word = self.doc.tokens[word.head]  # "l’une d’elles, X, recrute"
            token = word.index
        if word.base_dep == "nsubj":
            return SUBJECT_ASIDE if self.doc.tokens[word.head].dep == "acl:relcl" else SUBJECT
        if word.base_dep == "root" and word.pos in NAMING:
            return SUBJECT  # "Solvix : l’éditeur recrute"
        roles = {role for role, _ in self.roles.get(token, ())}
        is_agent = word.dep == "obl:agent"  # of a passive: in the background
        if not is_agent and roles & {"subject", "holder"}:  # of a passive too
            return SUBJECT
        return OBJECT if "object" in roles else 0.0


def before(mention: Mention, draft: Draft) -> list[Mention]:
    """Return the mentions of a chain that stand before an anaphor, in text order."""
    if draft.mentions[-1].start < mention.start:
        return draft.mentions
    return [other for other in draft.mentions if other.start < mention.start]
