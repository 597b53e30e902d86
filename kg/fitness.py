"""How well a description suits what is known of a chain."""

from kg.anaphors import Anaphors
from kg.model import EntityType
from kg.profiles import Draft, Profile

SAME_WORDS = 5.0  # salience of a chain that was described by the same trade before
SAME_ORIGIN = 2.0
SAME_NOUN = 3.5  # "un cabinet … le cabinet", "l’imprimeur X … l’imprimeur"
SAME_GENERAL_NOUN = 1.0  # "le groupe X" is not the only group
OTHER_NOUN = 1.5  # of a chain known by another trade
PLAIN_NOUN = 2.5  # "l’entreprise", of a chain known as a bank or a fund


def fit_of(profile: Profile, draft: Draft, anaphors: Anaphors) -> float | None:
    """Return how well a description suits what is known of a chain, None when it excludes it."""
    words = draft.nouns | draft.first_words | draft.name_nouns
    is_plainer = anaphors.is_plainer(profile.noun, words)
    is_repeated = profile.noun in words and not is_plainer
    same_noun = is_repeated or anaphors.is_alike(profile.noun, words)
    is_strict = draft.types != {EntityType.PLACE} and anaphors.needs_its_noun(profile.noun)
    is_strict = is_strict and not profile.is_demonstrative
    if _contradicts(profile, draft, anaphors) or (is_strict and not same_noun):
        return None
    if not same_noun and anaphors.is_other_size(profile.noun, draft.nouns):
        return None
    if not same_noun and draft.types == {EntityType.GROUP} and not anaphors.is_staff(draft.nouns):
        return None  # "les salariés" are no customers
    fit = SAME_WORDS if profile.trades & draft.trades else 0.0
    if same_noun:
        is_general = draft.is_named and anaphors.lexicon.has("general-nouns", profile.noun)
        fit = max(fit, SAME_GENERAL_NOUN if is_general or not is_repeated else SAME_NOUN)
    elif is_plainer:
        fit -= PLAIN_NOUN
    elif draft.nouns and anaphors.is_other_trade(profile.noun, draft.nouns):
        if profile.trades and anaphors.is_specific(profile.noun):  # "l’éditeur de magazines" is no bank
            return None
        fit -= OTHER_NOUN
    return fit + _origin_of(profile, draft, anaphors)


def _origin_of(profile: Profile, draft: Draft, anaphors: Anaphors) -> float:
    """Return what it says for a chain that it comes from where a description has it."""
    if profile.countries & draft.countries or profile.regions & draft.regions:
        return SAME_ORIGIN
    return -SAME_ORIGIN if anaphors.is_elsewhere(profile.regions, draft.regions) else 0.0


def _contradicts(profile: Profile, draft: Draft, anaphors: Anaphors) -> bool:
    """Tell whether a description excludes a chain: "l’entreprise d’IA" is not the one "de paiements en ligne"."""
    same_noun = {pair for pair in draft.trades if pair[0] == profile.noun}
    is_other_gender = bool(profile.genders and draft.genders) and not profile.genders & draft.genders
    if EntityType.PERSON in draft.types and is_other_gender:
        return True
    is_other_trade = bool(profile.trades and same_noun) and not profile.trades & same_noun
    is_foreign = bool(profile.countries and draft.countries) and not profile.countries & draft.countries
    if is_other_trade or is_foreign or not profile.traits <= draft.traits:
        return True
    if draft.types == {EntityType.PLACE}:
        return anaphors.is_other_place(profile, draft)
    is_body = EntityType.ORGANIZATION in draft.types and anaphors.is_other_kind(profile, draft)
    return is_body or anaphors.is_thing(profile, draft)
