"""Mentions → chains: which mentions of one article refer to the same thing.

No French coreference model can be installed from the package indexes. This is a salience method after Lappin and Leass
(1994), typed by what nouns refer to: names join by their forms, descriptions by apposition and by function ("le patron
de X" twice), anaphors by recency, grammatical role, type, gender, number and by what the text says of their antecedent.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from kg.anaphors import Anaphors
from kg.antecedents import Antecedents, Pool, best
from kg.arcs import Syntax
from kg.cataphors import Cataphors
from kg.chains import Chain, Chains
from kg.declarations import Declaration
from kg.doc import DASHES, Doc
from kg.fitness import fit_of
from kg.lexicon import Lexicon, fold
from kg.mentions import determiner_of
from kg.model import EntityType, Mention, MentionKind, Vote
from kg.noun_types import FAIR
from kg.profiles import NO_PROFILE, Draft, Profiles, learn_name, name_types
from kg.short_forms import find_short_forms
from kg.type_votes import winner
from kg.voices import find_voices, is_first_person

MAX_LEAD = 3  # sentences in which a description may come before the name: headline and lead
MIN_MAIN_MENTIONS = 3
AHEAD = frozenset({EntityType.ORGANIZATION, EntityType.PERSON})


def resolve_coreference(
    doc: Doc,
    mentions: tuple[Mention, ...],
    syntax: Syntax,
    described: Mapping[int, Mention],
    declarations: tuple[Declaration, ...],
    lexicon: Lexicon,
) -> Chains:
    """Return the chains of an article; a mention that corefers with nothing is a chain of its own.

    `described` holds the name beside each describing noun phrase, as `find_descriptions` gives it.
    """
    return _Resolver(doc, mentions, syntax, described, declarations, lexicon).resolve()


class _Resolver:
    def __init__(
        self,
        doc: Doc,
        mentions: tuple[Mention, ...],
        syntax: Syntax,
        described: Mapping[int, Mention],
        declarations: tuple[Declaration, ...],
        lexicon: Lexicon,
    ) -> None:
        self.declarations = declarations
        self.doc, self.mentions, self.syntax, self.lexicon = doc, mentions, syntax, lexicon
        self.described = described
        self.pool = Pool()
        self.named: dict[str, Draft] = {}
        self.functions: dict[tuple[str, int], Draft] = {}  # (function, place of the organisation's draft) -> person
        self.profiles = Profiles(doc, mentions, syntax, lexicon)
        self.anaphors = Anaphors(doc, mentions, syntax, lexicon)
        speakers = frozenset(each.speaker for each in declarations if each.speaker is not None)
        self.aliases = dict(find_short_forms(doc, mentions, lexicon))
        names = (fold(m.span.of(doc.text)) for m in mentions if m.kind is MentionKind.NAME)
        times = Counter(self.aliases.get(name, name) for name in names)
        self.antecedents = Antecedents(doc, syntax, described, self.anaphors, self.profiles, self.pool, speakers, times)
        self.cataphors = Cataphors(doc, syntax, described, self.anaphors, self.profiles, self.pool, self._named)

    def resolve(self) -> Chains:
        for mention in sorted(self.mentions, key=lambda mention: (mention.start, -mention.end, mention.head)):
            self._join(self._draft_of(mention), mention)
        self._resolve_lead()
        voices = find_voices(self.doc, self.mentions, self.declarations, self.syntax, self.pool, self.lexicon)
        for mention, draft in voices:
            self._merge(draft, self.pool.of_head[mention.head])
        kept = sorted(
            (draft for draft in self.pool.drafts if draft.mentions),
            key=lambda draft: (
                draft.mentions[0].span
                if len(draft.mentions) == 1
                else min([mention.span for mention in draft.mentions])
            ),
        )
        chains = tuple(self._chain(draft) for draft in kept)
        by_head = {mention.head: position for position, chain in enumerate(chains) for mention in chain.mentions}
        return Chains(chains=chains, by_head=by_head)

    def _chain(self, draft: Draft) -> Chain:
        if len(draft.mentions) == 1 and not draft.is_named:
            only = draft.mentions[0]
            return Chain(
                mentions=(only,), type=only.type or EntityType.CONCEPT, votes=(), strongest=_strongest(draft.mentions)
            )
        mentions = tuple(sorted(draft.mentions, key=lambda mention: (mention.span, mention.head)))
        votes: dict[str, tuple[Vote, ...]] = {
            fold(mention.span.of(self.doc.text)): mention.votes
            for mention in mentions
            if mention.kind is MentionKind.NAME
        }
        gathered = (*(vote for key in sorted(votes) for vote in votes[key]), *self._anaphor_votes(draft))
        nominal = next((m.type for m in mentions if m.kind is MentionKind.NOMINAL and m.type), None)
        kind = winner(list(gathered)) if gathered or votes else nominal
        return Chain(mentions=mentions, type=kind or EntityType.CONCEPT, votes=gathered, strongest=_strongest(mentions))

    def _anaphor_votes(self, draft: Draft) -> Iterator[Vote]:
        """Yield what the anaphors of a name say of its type where the recogniser alone decides: "Galéon … L’armateur"."""
        if not draft.is_named or EntityType.PERSON not in draft.types or EntityType.ORGANIZATION not in draft.types:
            return
        for mention in draft.mentions:
            if mention.kind is MentionKind.NOMINAL and mention.type in AHEAD and mention.head not in self.described:
                noun = self.doc.tokens[mention.head].lemma
                yield Vote(type=mention.type, weight=FAIR, reason=f"pointed back to as: {noun}")

    # -- which chain ---------------------------------------------------------------------------------------------------

    def _draft_of(self, mention: Mention) -> Draft:
        if mention.kind is MentionKind.NAME:
            return self._named(mention)
        if mention.kind is MentionKind.PRONOUN:
            if is_first_person(self.doc, mention, self.lexicon):
                return self.pool.new()
            return (
                self.cataphors.subject_of(mention, is_fronted=True)
                or self.antecedents.of_pronoun(mention)
                or self.cataphors.subject_of(mention, is_fronted=False)
                or self.pool.new()
            )
        return self._described(mention)

    def _described(self, mention: Mention) -> Draft:
        """Return the chain of a noun phrase: what it stands beside, whose function it is, what it points back to."""
        name = self.described.get(mention.head) or self._quoted_firm(mention)
        if name is not None:
            return self._named(name)
        function = self._function(mention)
        if function is not None and function in self.functions:
            return self.functions[function]
        types = self.anaphors.noun_types(mention)
        if not types and mention.type is EntityType.CONCEPT and mention.size is None:
            return self._concept(mention)
        is_anaphoric = bool(types) and self.anaphors.is_anaphoric(mention)
        found = None
        if is_anaphoric or (types and self.doc.tokens[mention.head].lemma in self.pool.nouns):
            found = self.antecedents.of_description(mention, types)
        if found is None:
            found = self.pool.new()
            found.is_floating = is_anaphoric
        return found

    def _quoted_firm(self, mention: Mention) -> Mention | None:
        """Return the name behind a word for shares: "le titre X" stands for X."""
        name = self.profiles.name_at.get(mention.head + 1)
        noun = self.doc.tokens[mention.head].lemma
        return name if name is not None and self.lexicon.has("share-nouns", noun) else None

    def _is_agency(self, mention: Mention) -> bool:
        """Tell whether a name is the agency of a dateline, to which nothing points back: "Zoug (awp) - "."""
        tokens, end = self.doc.tokens, mention.end
        if not mention.start or end + 1 >= len(tokens):
            return False
        return (tokens[mention.start - 1].text, tokens[end].text) == ("(", ")") and tokens[end + 1].text in DASHES

    def _named(self, mention: Mention) -> Draft:
        key = fold(mention.span.of(self.doc.text))
        return self._keyed(self.aliases.get(key, key))

    def _concept(self, mention: Mention) -> Draft:
        """Return the chain of a concept by its words: "l’intelligence artificielle" is the same everywhere.

        So are "une IA efficace" and "des solutions d’IA" in what they speak of.
        """
        head = self.doc.tokens[mention.head]
        if self.lexicon.has("carrier-nouns", head.lemma):
            inner = [self.doc.tokens[arc.token] for arc in self.syntax.of(mention.head, self.lexicon.genitive)]
            head = next((token for token in inner if self.lexicon.has("concept-acronyms", token.lower)), head)
        is_acronym = self.lexicon.has("concept-acronyms", head.lower)
        key = head.lower if is_acronym else fold(mention.span.of(self.doc.text))
        return self._keyed(self.aliases.get(key, key))

    def _keyed(self, key: str) -> Draft:
        if key not in self.named:
            self.named[key] = self.pool.new()
            self.named[key].keys.append(key)
        return self.named[key]

    def _join(self, draft: Draft, mention: Mention) -> None:
        is_first = not draft.mentions
        draft.mentions.append(mention)
        is_name = mention.kind is MentionKind.NAME
        is_apposed = mention.head in self.described
        if is_name:
            draft.types |= name_types(mention)
        elif mention.type is not None and (is_first or is_apposed or not draft.is_named):
            draft.types.add(mention.type)
        self.pool.put(draft, mention)
        if is_name:
            draft.is_spent = draft.is_spent or self._is_agency(mention)
            learn_name(draft, mention, self.doc, self.lexicon)
            self.pool.by_name[fold(mention.span.of(self.doc.text))] = draft
        if mention.kind is MentionKind.NOMINAL:
            self.pool.nouns.add(self.doc.tokens[mention.head].lemma)
            if mention.type in NO_PROFILE:
                draft.nouns.add(self.doc.tokens[mention.head].lemma)
            else:
                draft.learn(self.profiles.of(mention))
                self._attribute(draft, mention)
            function = self._function(mention)
            if function is not None:
                self._merge(self.functions.setdefault(function, draft), draft)

    def _attribute(self, draft: Draft, mention: Mention) -> None:
        """Let the subject of a copula be known by its attribute: "X est un constructeur allemand"."""
        if len(draft.mentions) > 1:
            return
        for arc in self.syntax.of(mention.head, "holder"):
            subject = self.pool.of_head.get(arc.token)
            if subject is not None and subject is not draft and subject.types & draft.types:
                subject.learn(self.profiles.of(mention))
                draft.is_spent = True

    def _merge(self, kept: Draft, other: Draft) -> None:
        """Make two chains one: both hold the same function in the same organisation, and at most one has a name."""
        if kept is other or (kept.is_named and other.is_named):
            return
        keys, functions = other.keys, [key for key, draft in self.functions.items() if draft is other]
        self.named |= dict.fromkeys(keys, kept)
        self.functions |= dict.fromkeys(functions, kept)
        self.pool.merge(kept, other)

    # -- functions -----------------------------------------------------------------------------------------------------

    def _function(self, mention: Mention) -> tuple[str, int] | None:
        """Return the function in an organisation that a noun phrase describes somebody by, one person holding it."""
        if mention.type is not EntityType.PERSON:
            return None
        head = self.doc.tokens[mention.head]
        word = next((w for w in (head.lemma, head.lower) if self.lexicon.has("unique-role-nouns", w)), None)
        if word is None or self._is_indefinite(mention):
            return None
        for arc in self.syntax.of(mention.head, self.lexicon.genitive):
            organization = self.pool.of_head.get(arc.token) or self.cataphors.named_at(arc.token)
            if organization is not None:
                chief = self.lexicon.has("chief-role-nouns", word)
                return ("chief" if chief else word, organization.position)
        return None

    def _is_indefinite(self, mention: Mention) -> bool:
        determiner = determiner_of(self.doc, mention.head)
        return determiner is not None and self.lexicon.has("indefinite-determiners", determiner.lower)

    # -- headline and lead ---------------------------------------------------------------------------------------------

    def _resolve_lead(self) -> None:
        """Give a description in the headline or the lead to the one that the article goes on to talk about most."""
        for kind in sorted(AHEAD):
            named = [draft for draft in self.pool.drafts if draft.is_named and draft.mentions and kind in draft.types]
            for draft in [d for d in self.pool.drafts if d.mentions and not d.is_named and kind in d.types]:
                first = draft.mentions[0]
                if self.doc.tokens[first.head].sentence >= MAX_LEAD:
                    break
                is_ahead = first.kind is MentionKind.NOMINAL and self.anaphors.is_anaphoric(first)
                if is_ahead and kind in self.anaphors.noun_types(first, in_title=True):
                    main = self._main(draft, named)
                    if main is not None:
                        self._merge(main, draft)

    def _follows(self, first: Mention, other: Mention) -> bool:
        """Tell whether a name is the subject of the sentence behind the headline whose subject a description is."""
        tokens = self.doc.tokens
        is_next = tokens[other.head].sentence == tokens[first.head].sentence + 1
        is_subject = all(tokens[m.head].base_dep in {"nsubj", "root"} for m in (first, other))
        return is_next and is_subject and self.doc.sentence_of(first.head).is_title

    def _main(self, draft: Draft, named: list[Draft]) -> Draft | None:
        """Return the named chain that comes after a description, suits it and is talked about most."""
        first = draft.mentions[0]
        profile = self.profiles.of(first)
        barred = {p for mention in draft.mentions for p in self.antecedents.barred(mention)}
        scored = []
        for other in named:
            fit = fit_of(profile, other, self.anaphors)
            if fit is None or other.position in barred or other.mentions[0].start < first.start:
                continue
            follows = self._follows(first, other.mentions[0])
            if follows or len(other.mentions) >= MIN_MAIN_MENTIONS or fit > 0:
                scored.append((len(other.mentions) + 2 * fit + (2 if follows else 0), other.position, other))
        return best(scored, 1.0)


def _strongest(mentions: Iterable[Mention]) -> Decimal:
    return max((vote.weight for mention in mentions for vote in mention.votes), default=Decimal(0))
