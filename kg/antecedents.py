"""Anaphor → chain: the candidates of an article by how recent they are, what excludes them, and how much they stand out.

Candidates are kept by type in the order of their last mention, so that looking for one does not cost more in a long
article than in a short one.
"""

from collections.abc import Iterable, Iterator, Mapping

from kg.anaphors import Anaphors
from kg.arcs import Syntax
from kg.doc import PAST_PARTICIPLE, VERBAL, Doc
from kg.fitness import SAME_WORDS, fit_of
from kg.lexicon import fold
from kg.model import EntityType, Mention
from kg.profiles import Draft, Profiles
from kg.salience import Salience, before

TYPES = tuple(EntityType)
MAX_PRONOUN_DISTANCE = 2  # sentences
MAX_NOMINAL_DISTANCE = 12
MAX_DESCRIBED_DISTANCE = 2  # "l’entreprise d’IA": what a complement describes is often somebody new
MAX_SHOWN_DISTANCE = 2  # "ce groupe"
FAVOURED = 1.5
SAID = 0.6  # of people before companies, for the subject of a verb of saying
SPOKE = 1.5  # of who spoke last before others, for the same
OWNER = 2.0  # of the subject of the clause, for a possessive
UNLIKELY = 0.8  # against what its names are, were it not for other votes
BRANDS = frozenset({EntityType.PRODUCT})  # which are often firms
SAME_GENDER = 0.5  # known to be the one of the pronoun
SLIGHT = frozenset({"ADP", "ADV", "DET", "PUNCT", "SPACE"})  # before the participle of an opening
THINGS = frozenset({EntityType.CONCEPT, EntityType.EVENT, EntityType.PLACE})
MIN_LEAD = 0.2  # by how much the best candidate has to stand out: of two that are nearly alike neither is taken
MIN_LEAD_OF_NEW = 0.7  # where the description says something that is known of none


class Pool:
    """The growing chains of an article, by mention and by type."""

    def __init__(self) -> None:
        """Begin with none."""
        self.drafts: list[Draft] = []
        self.of_head: dict[int, Draft] = {}
        self.by_name: dict[str, Draft] = {}
        self.nouns: set[str] = set()  # of all descriptions so far
        self._recent: dict[EntityType, dict[int, Draft]] = {kind: {} for kind in TYPES}

    def new(self) -> Draft:
        """Return a new chain."""
        draft = Draft(len(self.drafts))
        self.drafts.append(draft)
        return draft

    def put(self, draft: Draft, mention: Mention) -> None:
        """Record that a chain was mentioned."""
        self.of_head[mention.head] = draft
        for kind in draft.types:
            order = self._recent[kind]
            order.pop(draft.position, None)
            order[draft.position] = draft

    def merge(self, kept: Draft, other: Draft) -> None:
        """Make two chains one."""
        for mention in other.mentions:
            self.of_head[mention.head] = kept
        self.by_name |= dict.fromkeys(other.names, kept)
        kept.absorb(other)
        for kind in kept.types:
            self._recent[kind].pop(other.position, None)
            self._recent[kind].setdefault(kept.position, kept)

    def recent(self, kind: EntityType) -> Iterable[Draft]:
        """Return the chains of a type, the last mentioned first."""
        return reversed(self._recent[kind].values())


class Antecedents:
    """Finds which chain an anaphor belongs to."""

    def __init__(
        self,
        doc: Doc,
        syntax: Syntax,
        described: Mapping[int, Mention],
        anaphors: Anaphors,
        profiles: Profiles,
        pool: Pool,
        speakers: frozenset[int],
        named_times: Mapping[str, int],
    ) -> None:
        """Look among the chains of `pool`; `described` holds the name beside each describing noun phrase.

        `speakers` are the heads of those whom the article quotes.
        """
        self.described = described
        self.doc, self.syntax, self.anaphors, self.profiles, self.pool = doc, syntax, anaphors, profiles, pool
        self.roles = _roles(syntax)
        self.salience = Salience(doc, self.roles, speakers, named_times)

    def of_pronoun(self, mention: Mention) -> Draft | None:
        """Return the chain that a pronoun or a possessive stands for."""
        types = self.anaphors.pronoun_types(mention)
        barred = self.barred(mention)
        favoured = self.anaphors.favoured_types(mention)
        owners = self.anaphors.owner_types(mention)
        is_demonstrative = self.anaphors.is_demonstrative(mention)
        subject = self._clause_subject(mention)
        genders = self.anaphors.genders(mention)
        is_possessive = self.doc.tokens[mention.head].pos == "DET"
        owner = subject if is_possessive else None
        if subject is not None and self.anaphors.is_genitive(mention):
            barred.add(subject.position)
        scored = []
        for draft in (*self._near(mention, types, MAX_PRONOUN_DISTANCE), *self._subjectsbefore(mention)):
            if draft.position in barred or not self._agrees(mention, draft):
                continue
            if owners and not draft.types & owners:
                continue
            if is_demonstrative and not self._is_worded(mention, draft):
                continue
            if is_demonstrative:
                score = self.salience.lateness(mention, draft)
            else:
                score = self.salience.of(mention, draft) + (OWNER if draft is owner else 0.0)
                score += SAME_GENDER if genders & draft.genders else 0.0
            if favoured and draft.types & favoured:
                score += FAVOURED if is_possessive else SAID + (SPOKE if self.salience.spoke(mention, draft) else 0.0)
            elif favoured and is_possessive and draft is not owner:
                continue  # "son concurrent", "ses usines" are of a company
            scored.append((score, draft.position, draft))
        return best(scored, 0.0 if is_demonstrative else MIN_LEAD)

    def of_description(self, mention: Mention, types: frozenset[EntityType]) -> Draft | None:
        """Return the chain that a definite noun phrase without a name points back to."""
        profile = self.profiles.of(mention)
        is_new = bool(profile.trades) and not self.anaphors.lexicon.has("epithet-nouns", profile.noun)
        reach = MAX_DESCRIBED_DISTANCE if is_new else MAX_NOMINAL_DISTANCE
        if profile.is_demonstrative:
            reach = MAX_SHOWN_DISTANCE
        barred = self.barred(mention)
        if not profile.is_demonstrative:
            barred |= self._subjects_over(mention)
        is_local = self.anaphors.is_of_place(mention)
        scored: list[tuple[float, int, Draft]] = []
        floating: list[tuple[float, int, Draft]] = []
        for draft in self._near(mention, types, MAX_NOMINAL_DISTANCE):
            is_other = is_local and draft.types == {EntityType.PERSON} and profile.noun not in draft.nouns
            fit = None if is_other or draft.position in barred else fit_of(profile, draft, self.anaphors)
            is_far = self._distance(mention, draft) > reach
            if fit is not None and not (is_far and not profile.trades & draft.trades):
                floats = draft.is_floating and not draft.is_named and fit < SAME_WORDS
                salience = self.salience.lateness if profile.is_demonstrative else self.salience.of
                doubt = UNLIKELY if draft.name_types and draft.name_types.isdisjoint(types | BRANDS) else 0.0
                candidate = (salience(mention, draft) + fit - doubt, draft.position, draft)
                (floating if floats else scored).append(candidate)
        found = best(scored or floating, MIN_LEAD)
        is_new_to_all = found is not None and profile.is_modified and profile.noun not in found.nouns
        return best(scored or floating, MIN_LEAD_OF_NEW) if is_new_to_all else found

    # -- candidates ----------------------------------------------------------------------------------------------------

    def _near(self, mention: Mention, types: frozenset[EntityType], reach: int) -> Iterator[Draft]:
        """Yield the chains of some types mentioned not long before, each once."""
        seen: set[int] = set()
        for kind in TYPES:
            for draft in self.pool.recent(kind) if kind in types else ():
                if draft.position in seen:
                    continue
                seen.add(draft.position)
                if not draft.mentions or draft.is_spent or draft.mentions[0].start >= mention.start:
                    continue
                if self._distance(mention, draft) > reach:
                    break
                yield draft

    def _subjectsbefore(self, mention: Mention) -> Iterator[Draft]:
        """Yield the things that a subject pronoun may stand for as well as for a person: "L’usine a fermé. Elle …"."""
        pronoun = self.doc.tokens[mention.head]
        if pronoun.base_dep != "nsubj" or self.anaphors.is_agent(mention) or self.anaphors.is_plural(pronoun, mention):
            return
        genders = self.anaphors.genders(mention)
        for draft in self._near(mention, THINGS, 1):
            last = self.doc.tokens[before(mention, draft)[-1].head]
            is_subject = last.base_dep == "nsubj" and not draft.is_named
            if is_subject and genders & last.morph and "Number=Plur" not in last.morph:
                yield draft

    def _distance(self, mention: Mention, draft: Draft) -> int:
        last = before(mention, draft)[-1]
        return self.doc.tokens[mention.head].sentence - self.doc.tokens[last.head].sentence

    def barred(self, mention: Mention) -> set[int]:
        """Return the chains that a mention cannot be: other arguments of its predicate, the phrases that hold it."""
        of_head = self.pool.of_head
        found: set[int] = set()
        head = self.doc.tokens[mention.head]
        is_possessive = head.pos == "DET"
        if not is_possessive:
            for predicate in self.roles.get(mention.head, ()):
                for arc in self.syntax.arcs[predicate[1]]:
                    if self._is_said_twice(arc.token, mention.head):
                        continue
                    name = self.profiles.name_at.get(arc.token)
                    known = of_head.get(arc.token) or (
                        self.pool.by_name.get(fold(name.span.of(self.doc.text))) if name else None
                    )
                    if known is not None:  # also one that is named after it: "le groupe a racheté X"
                        found.add(known.position)
            found |= self._opening(mention)
        for ancestor in self.doc.ancestors(mention.head):
            if ancestor.pos == "VERB":
                break
            is_apposed = ancestor.index in self.described or ancestor.base_dep == "appos"
            if (
                is_possessive and is_apposed and ancestor.index == head.head
            ):  # "Teamio, sa messagerie maison": not its own
                name = self.described.get(ancestor.index)
                apposed = of_head.get(name.head if name is not None else ancestor.head)
                found |= {apposed.position} if apposed is not None else set()
            draft = of_head.get(ancestor.index)
            is_within = draft is not None and any(
                m.start <= mention.head < m.end for m in draft.mentions if m.head == ancestor.index
            )
            if draft is not None and is_within and not (is_possessive and draft.is_named):
                found.add(draft.position)
        return found

    def _opening(self, mention: Mention) -> set[int]:
        """Return who is named in the participial clause before a subject: "Fondée par X, un ancien de Y, la société"."""
        tokens, head = self.doc.tokens, self.doc.tokens[mention.head]
        start = self.doc.sentence_of(head.index).start
        first = next((t for t in tokens[start : mention.start] if t.pos not in SLIGHT), None)
        if first is None or not first.morph >= PAST_PARTICIPLE or self.doc.has_kid(first.index, "nsubj", "aux", "cop"):
            return set()
        if tokens[mention.start - 1].text != ",":
            return set()
        inside = range(first.index, mention.start)
        return {self.pool.of_head[index].position for index in inside if index in self.pool.of_head}

    def _is_said_twice(self, token: int, other: int) -> bool:
        """Tell whether a verb has two tokens for its subject, one before a colon: "Solvix : l’éditeur recrute"."""
        tokens = self.doc.tokens
        first, second = sorted((tokens[token], tokens[other]), key=lambda word: word.index)
        is_pair = first.base_dep == second.base_dep == "nsubj" and first.head == second.head and first != second
        return is_pair and any(word.text == ":" for word in tokens[first.index : second.index])

    def _is_worded(self, mention: Mention, draft: Draft) -> bool:
        """Tell whether a chain was last mentioned in words: "ce dernier" is no percentage."""
        return self.doc.tokens[before(mention, draft)[-1].head].text[:1].isalpha()

    def _agrees(self, mention: Mention, draft: Draft) -> bool:
        head = self.doc.tokens[mention.head]
        genders = self.anaphors.genders(mention)
        if genders and draft.genders and not genders & draft.genders:
            return False
        return draft.is_plural is self.anaphors.is_plural(head, mention) or EntityType.GROUP in draft.types

    def _clause_subject(self, mention: Mention) -> Draft | None:
        """Return the subject of the clause that a possessive stands in."""
        for ancestor in self.doc.ancestors(mention.head):
            subjects = [arc.token for arc in self.syntax.arcs[ancestor.index] if arc.role == "subject"]
            if subjects:
                return next((self.pool.of_head[token] for token in subjects if token in self.pool.of_head), None)
        return None

    def _subjects_over(self, mention: Mention) -> set[int]:
        """Return the subjects of the clause whose predicate a description completes.

        It is none of them: of its own company a subject says "son", as in "X détient 30 % de la société".
        """
        path = {mention.head}
        for ancestor in self.doc.ancestors(mention.head):
            if self.doc.tokens[ancestor.index].base_dep == "conj" and ancestor.pos not in VERBAL:
                return set()  # "X recrute à Lyon et le patron du groupe est confiant": often a clause of its own
            subjects = [
                arc.token for arc in self.syntax.arcs[ancestor.index] if arc.role == "subject" and arc.is_direct
            ]
            if subjects:
                known = () if path & set(subjects) else subjects
                return {self.pool.of_head[token].position for token in known if token in self.pool.of_head}
            path.add(ancestor.index)
        return set()


def best(scored: list[tuple[float, int, Draft]], lead: float) -> Draft | None:
    """Return the candidate with the highest score, None when the next one comes within `lead` of it."""
    ranked = sorted(scored, key=lambda item: (-item[0], item[1]))
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < lead):
        return None
    return ranked[0][2]


def _roles(syntax: Syntax) -> Mapping[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = {}
    for predicate, arcs in enumerate(syntax.arcs):
        for arc in arcs:
            found.setdefault(arc.token, []).append((arc.role, predicate))
    return found
