"""Predicate → Stance: whether it is said to be so, not so, planned, possible, over, or only told.

A verb's own mood, tense and negation are read first, then those of the verbs and nouns that it hangs on, then the
declarations that it lies in. When several apply, polarity turns with each negation and the modality furthest from an
assertion holds.
"""

from kg.arcs import Syntax
from kg.declarations import Declaration
from kg.doc import PAST_PARTICIPLE, Doc, Token
from kg.endings import Endings
from kg.event_nouns import EventNouns
from kg.lexicon import Lexicon
from kg.model import Modality, Polarity
from kg.negations import Negations
from kg.speakers import saying_form
from kg.stance import Stance

MAX_DEPTH = 8
TERMINALS = frozenset({".", "!", "?", "\u2026", "\u00bb", "\u201d", '"'})


class StanceFinder(EventNouns):
    """Finds stances in one article."""

    def __init__(self, doc: Doc, syntax: Syntax, declarations: tuple[Declaration, ...], lexicon: Lexicon) -> None:
        self.doc, self.syntax, self.declarations, self.lexicon = doc, syntax, declarations, lexicon
        self.negations, self.endings = Negations(doc, syntax, lexicon), Endings(doc, lexicon)

    def of_verb(self, index: int) -> Stance:
        """Return the stance of a verb or of a predicate with a copula."""
        stance = self._clause(index, Stance(), MAX_DEPTH)
        return self._declared(index, stance)

    def of_noun(self, index: int, *, is_event: bool) -> Stance:
        """Return the stance of a noun: that of the verb that it is said by, for an event that of what governs it."""
        host = self.syntax.hosts[index]
        stance = self._claimed(index, self._adjectives(index, Stance()))
        if host is not None:
            stance = self._clause(host, stance, MAX_DEPTH)
            copulas = [child for child in self.doc.kids(host, "cop") if {"Tense=Imp", "Tense=Past"} & child.morph]
            if copulas and not is_event and "VerbForm=Fin" in copulas[0].morph:
                stance = stance.over(copulas[0].text)  # "était actionnaire", "fut le patron"
            return self._declared(index, stance if is_event else self.endings.by_date(self.doc.tokens[index], stance))
        if is_event:
            stance = self._governed(index, self._asked(index, stance), MAX_DEPTH)
            return self._declared(index, stance)
        noun = self.doc.tokens[index]
        verb = self.doc.tokens[noun.head]
        if noun.base_dep == "obj" and verb.pos == "VERB" and self._is_new(noun):
            stance = self._clause(verb.index, stance, MAX_DEPTH)  # "a renoncé à ouvrir une usine à Lyon": there is none
        elif noun.base_dep == "nmod" and self.lexicon.has("beginning-nouns", verb.lemma) and self._is_new(noun):
            stance = self._governed(verb.index, stance, MAX_DEPTH)  # "envisage l’ouverture d’un entrepôt"
        return self._quoted(index, self.endings.by_date(noun, stance))

    def _claimed(self, index: int, stance: Stance) -> Stance:
        """Return the stance of what somebody runs for, claims or ends: "prétendant à la présidence", "se dit le fondateur"."""
        noun = self.doc.tokens[index]
        head = self.doc.tokens[noun.head]
        if self.lexicon.has("candidate-nouns", head.lemma) and noun.base_dep in {"nmod", "obl"}:
            return stance.with_modality(Modality.HYPOTHETICAL, head.text)
        ends = (self.doc.tokens[arc.token].lemma for arc in self.syntax.of(head.index, "object"))
        is_ended = noun.base_dep == "obl" and any(self.lexicon.has("ending-nouns", end) for end in ends)
        if is_ended or (noun.base_dep == "obj" and self.lexicon.has("breaking-verbs", head.lemma)):
            return stance.over(head.text)  # "a mis fin à son partenariat", "a rompu son contrat"
        is_styled = noun.base_dep in {"xcomp", "obl"} and self.doc.has_kid(head.index, "expl")
        if is_styled and self.lexicon.has("styling-verbs", head.lemma):
            return stance.told_by(None, head.text)
        return stance

    def of_modifier(self, index: int) -> Stance:
        """Return the stance of an adjective or of a noun's complement: what a description presupposes."""
        return self._quoted(index, Stance())

    # -- the clause itself ---------------------------------------------------------------------------------------------

    def _clause(self, index: int, stance: Stance, depth: int) -> Stance:
        token = self.doc.tokens[index]
        stance = self._mood(token, stance)
        stance = self._negation(token, stance)
        stance = self._subordination(token, stance)
        return self._governor(token, stance, depth)

    def _forms(self, token: Token) -> tuple[Token, ...]:
        return (*self.doc.kids(token.index, "aux", "cop"), token)

    def _mood(self, token: Token, stance: Stance) -> Stance:
        forms = self._forms(token)
        has_perfect = any(form.dep == "aux:tense" for form in forms)
        lemma = token.lemma
        for form in forms:
            if "Mood=Cnd" in form.morph:
                if self.lexicon.has("possibility-verbs", lemma) or self._has_condition(token):
                    stance = stance.with_modality(Modality.HYPOTHETICAL, form.text)
                elif self.lexicon.has("obligation-verbs", lemma):  # "aurait dû": it did not
                    modality = Modality.HYPOTHETICAL if has_perfect else Modality.PLANNED
                    stance = stance.with_modality(modality, form.text)
                elif has_perfect or self.lexicon.has("stative-verbs", lemma) or form.dep == "cop":
                    stance = stance.told_by(None, form.text)
                else:
                    stance = stance.with_modality(Modality.PLANNED, form.text)
            if "Tense=Fut" in form.morph:
                modality = Modality.HYPOTHETICAL if self._has_condition(token) else Modality.PLANNED
                stance = stance.with_modality(modality, form.text)
        rumour = next(
            (kid for kid in self.doc.kids(token.index) if self.lexicon.has("report-adverbs", kid.lower)), None
        )
        stance = stance.told_by(None, rumour.text) if rumour is not None else stance
        return self._asked(token.index, stance)

    def _has_condition(self, token: Token) -> bool:
        """Tell whether a condition hangs on a verb: "rachèterait X si la Commission acceptait", "sans l’appui de Y, aurait"."""
        without = [kid for kid in self.doc.kids(token.index, "obl") if kid.index < token.index]
        cases = (case.lower for kid in without for case in self.doc.kids(kid.index, "case"))
        if any(self.lexicon.has("negative-prepositions", case) for case in cases):
            return True
        return any(
            self.lexicon.has("condition-markers", mark.lower)
            for clause in self.doc.kids(token.index, "advcl")
            for mark in self.doc.kids(clause.index, "mark")
        )

    def _asked(self, index: int, stance: Stance) -> Stance:
        """Return the stance of what is only a question, a doubt or a condition."""
        sentence = self.doc.sentence_of(index)
        words = tuple([t.lower for t in self.doc.tokens[sentence.start : sentence.end]])
        leftmost = self.doc.subtree(index)[0] - sentence.start
        rest = words[index - sentence.start :]
        is_asked = next((word for word in rest if word in TERMINALS), "") == "?"
        is_doubted = any(self.lexicon.has("doubt-adverbs", kid.lower) for kid in self.doc.kids(index))
        reservations = self.lexicon.sequences["reservation-markers"]
        is_reserved = not reservations.keys().isdisjoint(words) and any(
            self.lexicon.match_at("reservation-markers", words, self.doc.subtree(kid.index)[0] - sentence.start)
            for kid in self.doc.kids(index, "obl", "advmod", "advcl")
        )
        conditions = self.lexicon.sequences["condition-markers"]
        starts = [start for start in range(max(0, leftmost - 3), leftmost + 1) if words[start] in conditions]
        is_condition = any(
            start + self.lexicon.match_at("condition-markers", words, start) > leftmost - 1
            for start in starts
            if self.lexicon.match_at("condition-markers", words, start)
        )
        return (
            stance.with_modality(Modality.HYPOTHETICAL, "?")
            if is_asked or is_doubted or is_reserved or is_condition
            else stance
        )

    def _is_told(self, token: Token) -> bool:
        return any(self.lexicon.has("saying-verbs", ancestor.lemma) for ancestor in self.doc.ancestors(token.index))

    def _negation(self, token: Token, stance: Stance) -> Stance:
        if self.lexicon.has("hiding-verbs", token.lemma):
            return stance  # "n’a jamais caché son intention de racheter X"
        return self.negations.of(token, self._forms(token), stance)

    def _subordination(self, token: Token, stance: Stance) -> Stance:
        for mark in self.doc.kids(token.index, "mark", "case"):
            if mark.index > token.index:
                continue
            if self.lexicon.has("negative-prepositions", mark.lower):
                stance = stance.negated(mark.lower)
            is_purpose = self.lexicon.has("purpose-markers", mark.lower) and "VerbForm=Inf" in token.morph
            if is_purpose and not self._is_idiom(token):
                stance = stance.with_modality(Modality.PLANNED, mark.lower)
        forms = self._forms(token)
        return self.endings.of(token, stance, forms, is_told=self._is_told(token))

    def _is_idiom(self, token: Token) -> bool:
        """Read "se mobilisent pour déployer": the purpose of what goes on already is not a plan of its own in the present."""
        head = self.doc.tokens[token.head]
        return token.head != token.index and self.lexicon.has("ongoing-verbs", head.lemma)

    # -- what the clause hangs on --------------------------------------------------------------------------------------

    def _governor(self, token: Token, stance: Stance, depth: int) -> Stance:
        if token.head == token.index or depth == 0:
            return stance
        head, base = self.doc.tokens[token.head], token.base_dep
        is_infinitive = "VerbForm=Inf" in token.morph
        if base == "conj" and (not self._has_own_tense(token) or self._is_in_clause(token, head)):
            return self._governor_of_conjunct(token, head, stance, depth)
        if base == "acl" and is_infinitive and head.pos in {"ADJ", "PRON"} and head.head != head.index:
            head = self.doc.tokens[head.head]  # "a convaincu ces derniers d’utiliser" hangs on the pronoun
        if base in {"acl", "ccomp"} and self._is_mere_thought(token, head):
            return stance.with_modality(Modality.HYPOTHETICAL, head.text)
        if head.pos in {"NOUN", "PROPN"} and base in {"acl", "xcomp", "ccomp", "amod"} and token.dep != "acl:relcl":
            governs = base in {"xcomp", "ccomp"} or (base == "acl" and is_infinitive)
            return self._under_noun(head, stance, depth) if governs else self._as_object(head, stance)
        is_clause = base in {"acl", "advcl", "obl"} and is_infinitive and self._is_bare(token)
        if base in {"xcomp", "ccomp", "csubj"} or is_clause:
            return self._under_verb(token, head, stance, depth)
        is_participle = "VerbForm=Fin" not in token.morph and not is_infinitive
        return self._beside(token, head, stance) if base in {"advcl", "parataxis"} and is_participle else stance

    def _beside(self, token: Token, main: Token, stance: Stance) -> Stance:
        """Return the stance of a participle beside its main clause: "aurait réduit …, ne comptant plus que" tells both.

        A gerund and a participle before it are taken for granted: "en collaborant avec X, Y aurait", "Racheté par X, Y ouvrira".
        """
        marks = self.doc.kids(token.index, "mark", "case")
        is_once = any(self.lexicon.has("once-nouns", kid.lower) for kid in self.doc.kids(token.index, "advmod"))
        is_opening = token.index < main.index and token.morph >= PAST_PARTICIPLE and not is_once
        if is_opening or any(self.lexicon.has("gerund-markers", mark.lower) for mark in marks):
            return stance
        mood = self._mood(main, Stance()).modality
        return stance.with_modality(mood, f"as {main.text}") if mood is not Modality.ASSERTED else stance

    def _as_object(self, noun: Token, stance: Stance) -> Stance:
        """Return the stance of what describes a new thing: "aurait développé une IA basée sur X" tells both on hearsay."""
        verb = self.doc.tokens[noun.head]
        if noun.base_dep != "obj" or verb.pos != "VERB" or not self._is_new(noun):
            return stance
        main = self._mood(verb, Stance())
        return (
            stance.with_modality(main.modality, f"as {verb.text}") if main.modality is not Modality.ASSERTED else stance
        )

    def _is_new(self, noun: Token) -> bool:
        determiner = next(iter(self.doc.kids(noun.index, "det")), None)
        return determiner is not None and self.lexicon.has("indefinite-determiners", determiner.lower)

    def _is_bare(self, token: Token) -> bool:
        return not any(self.lexicon.has("purpose-markers", mark.lower) or self.lexicon.has("negative-prepositions", mark.lower)
                       for mark in self.doc.kids(token.index, "mark"))  # fmt: skip

    def _is_in_clause(self, token: Token, first: Token) -> bool:
        """Tell whether a verb goes on with what "que" opened: "il est possible que X quitte Y et vende Z"."""
        return first.base_dep == "ccomp" and not self.doc.has_kid(token.index, "nsubj", "mark")

    def _has_own_tense(self, token: Token) -> bool:
        return any("VerbForm=Fin" in form.morph for form in self._forms(token))

    def _governor_of_conjunct(self, token: Token, head: Token, stance: Stance, depth: int) -> Stance:
        """Read "va racheter X et fermer Y", "aurait racheté X et fermé Y": the second shares what governs the first."""
        if not self.doc.has_kid(token.index, "aux", "cop") and "VerbForm=Part" in token.morph:
            stance = self._mood(head, stance)
            return self._governor(head, self._negation(head, stance), depth - 1)
        return self._governor(head, self._subordination(head, stance), depth - 1)

    def _under_verb(self, token: Token, head: Token, stance: Stance, depth: int) -> Stance:  # noqa: C901, PLR0911 - a kind of verb each
        lemma = head.lemma
        if self.lexicon.has("aspect-nouns", head.lower) and self.doc.has_kid(head.index, "cop"):
            return self._under_noun(head, stance, depth)  # "en passe d’acquérir", taken for the verb
        if self.lexicon.has("doubt-adjectives", lemma) or self.lexicon.has("fear-verbs", lemma):
            return stance.with_modality(Modality.HYPOTHETICAL, head.text)
        stance = self._light_plan(head, stance)
        told = saying_form(self.doc, self.lexicon, head)
        is_infinitive = "VerbForm=Inf" in token.morph or self._is_infinitive_perfect(token)
        is_clause = token.base_dep == "ccomp" and not is_infinitive
        if is_clause and self.lexicon.has("wish-verbs", lemma) and self._is_said_clause(token):
            return stance.with_modality(Modality.HYPOTHETICAL, head.text)  # "les élus demandent que X ferme l’usine"
        if is_infinitive and self.lexicon.has("stop-verbs", lemma):
            return self._clause(head.index, stance.negated(lemma), depth - 1)
        if is_infinitive and self.lexicon.has("near-future-verbs", lemma):
            return self._clause(head.index, stance.with_modality(Modality.PLANNED, head.text), depth - 1)
        is_past = self._is_past(head)
        if is_infinitive and self.lexicon.has("intention-verbs", lemma) and not self._is_infinitive_perfect(token):
            if self._failed(head):
                return stance.negated(lemma)  # "a tenté de racheter X, sans succès"
            if not (is_past and self.lexicon.has("done-intention-verbs", lemma)):
                stance = stance.with_modality(Modality.PLANNED, lemma)
            return self._clause(head.index, stance, depth - 1)
        if self.lexicon.has("denial-verbs", lemma) or self.lexicon.has("denial-adjectives", lemma):
            return self._denied(head, stance, depth)
        if self.lexicon.has("saying-verbs", told):
            return self._told(token, head, stance, depth)
        if is_clause:
            if self._negation(head, Stance()).polarity is Polarity.NEGATIVE:
                return stance.with_modality(Modality.HYPOTHETICAL, head.text)  # "rien ne prouve que"
            return self._governor(head, stance, depth - 1)
        return self._clause(head.index, stance, depth - 1)

    def _denied(self, verb: Token, stance: Stance, depth: int) -> Stance:
        """Read "dément que", "il est faux que", but "n’exclut pas de", "ne dément pas que": nothing is known."""
        if self._negation(verb, Stance()).polarity is Polarity.NEGATIVE:
            return stance.with_modality(Modality.HYPOTHETICAL, verb.text)
        return self._clause(verb.index, stance.negated(verb.lemma), depth - 1)

    def _failed(self, verb: Token) -> bool:
        """Tell whether a sentence says of what was tried that nothing came of it."""
        words = tuple(word.lower for word in self.doc.tokens[verb.index : self.doc.sentence_of(verb.index).end])
        return any(self.lexicon.match_at("failure-phrases", words, start) for start in range(len(words)))

    def _is_said_clause(self, token: Token) -> bool:
        """Tell whether "que" opens a clause of which it is no part."""
        return any(self.lexicon.has("relative-object", mark.lower) for mark in self.doc.kids(token.index, "mark"))

    def _is_mere_thought(self, token: Token, noun: Token) -> bool:
        """Tell whether a clause is what a noun is about: "l’idée que", "la rumeur que", not "le fait que", "c’est à X que"."""
        if noun.pos not in {"NOUN", "PROPN"} or not self._is_said_clause(token):
            return False
        is_so = self.lexicon.has("fact-nouns", noun.lemma) or self.lexicon.has("time-nouns", noun.lemma)
        return not is_so and not self.doc.has_kid(noun.index, "cop")

    def _told(self, token: Token, verb: Token, stance: Stance, depth: int) -> Stance:
        """Return the stance of what a verb of saying tells: hearsay of its subject, nothing when it was not said."""
        speakers = self.syntax.of(verb.index, "subject")
        if not speakers and "Person=1" in verb.morph and "Number=Plur" in verb.morph:
            return self._governor(verb, stance, depth - 1)  # "rappelons que": the article itself speaks
        stance = stance.told_by(speakers[0].token if speakers else None, verb.text)
        words = tuple(word.lower for word in self.doc.tokens[verb.index : token.index])
        if any(self.lexicon.match_at("falsity-phrases", words, start) for start in range(len(words))):
            stance = stance.negated(verb.text)  # "accusé à tort d’avoir"
        if self._negation(verb, Stance()).polarity is Polarity.NEGATIVE:
            stance = stance.with_modality(Modality.HYPOTHETICAL, verb.text)  # "n’a pas dit que": nothing is known
        return self._governor(verb, stance, depth - 1)

    def _is_infinitive_perfect(self, token: Token) -> bool:
        return any("VerbForm=Inf" in form.morph for form in self.doc.kids(token.index, "aux", "cop"))

    def _is_past(self, token: Token) -> bool:
        return any(form.dep == "aux:tense" for form in self._forms(token)) or "Tense=Past" in token.morph

    def _adjectives(self, index: int, stance: Stance) -> Stance:
        noun = self.doc.tokens[index]
        near = {child.index for child in self.doc.kids(index, "amod", "advmod", "nmod")} | {index - 1}
        for position in sorted(near):
            token = self.doc.tokens[position]
            if token.sentence != noun.sentence or token.pos not in {"ADJ", "NOUN", "X", "ADV"}:
                continue
            if self.lexicon.has("former-adjectives", token.lower):
                return stance.over(token.lower)
            if self.lexicon.has("alleged-adjectives", token.lower):
                return stance.told_by(None, token.lower)
            if self.lexicon.has("future-adjectives", token.lower):
                return stance.with_modality(Modality.PLANNED, token.lower)
        prefix = next((p for p in self.lexicon.lists["former-prefixes"] if noun.lower.startswith(p)), None)
        return stance.over(prefix) if prefix is not None else stance

    # -- the declarations around it ------------------------------------------------------------------------------------

    def _declared(self, index: int, stance: Stance) -> Stance:
        for declaration in self.declarations:
            if declaration.holds(index) and index != declaration.verb:
                stance = stance.told_by(declaration.speaker, self.doc.tokens[declaration.cue].text)
        return stance

    def _quoted(self, index: int, stance: Stance) -> Stance:
        """Return the stance of a description: only quotation marks make it hearsay, a clause of saying does not."""
        for declaration in self.declarations:
            if declaration.is_direct and declaration.holds(index):
                stance = stance.told_by(declaration.speaker, self.doc.tokens[declaration.cue].text)
        return stance
