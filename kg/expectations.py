"""Frames × names → votes: what a frame expects of a name is evidence for the name's type.

"PDG de X" makes X an organisation whatever the recogniser said. Such votes outweigh the recogniser, not the cues: a name
that a first name, a title or a gazetteer speaks for keeps its type.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from kg.candidates import find_candidates
from kg.chains import Chain
from kg.doc import Doc
from kg.fillers import Filler, FillerFinder, find_fillers
from kg.frames import Frame
from kg.lexicon import Lexicon, fold
from kg.model import Entity, EntityType, Vote
from kg.ontology import Ontology
from kg.predications import Predication
from kg.reading import Reading, read_again, read_doc
from kg.type_votes import RECOGNISER

WEIGHT = Decimal("1.6")
MIN_CONFIDENCE = Decimal("0.75")
MIN_FOR_PLACE = Decimal("0.8")  # "le ministre de la Culture"
LISTED = "listed with places"
PERSONAL = ("age", "title:")  # reasons of votes that only a person has
MIN_DISSENT = 2  # predicates that want another type, where some are content with the one there is
MIN_FRAMES_FOR_PERSON = 2  # against a first name and a surname: the recogniser knows people well (.91 exact F1)
NARROWED = frozenset({EntityType.ORGANIZATION, EntityType.PRODUCT})  # what all frames of one verb together can tell
PREFERENCE = (EntityType.ORGANIZATION, EntityType.PERSON, EntityType.PLACE, EntityType.PRODUCT)


def read_with_frames(doc: Doc, *, frames: tuple[Frame, ...], ontology: Ontology, lexicon: Lexicon) -> Reading:
    """Return the reading of a document in which the names have the types that frames expect of them."""
    reading = read_doc(doc, lexicon)
    votes = expected_votes(reading, frames, ontology, lexicon)
    return read_again(reading, lexicon, votes) if votes else reading


def expected_votes(
    reading: Reading, frames: tuple[Frame, ...], ontology: Ontology, lexicon: Lexicon
) -> Mapping[str, tuple[Vote, ...]]:
    """Return the votes of frames by name, for names that do not have the type that a frame expects."""
    fillers = find_fillers(reading, lexicon)
    found: dict[int, set[tuple[EntityType, str]]] = {}
    confirmed: dict[int, set[tuple[EntityType, str]]] = {}
    content: dict[int, list[frozenset[EntityType]]] = {}  # what predicates take that take the name as what it is
    dissent: Counter[int] = Counter()
    for (_, token), wishes in _wishes(reading, frames, fillers, ontology, lexicon).items():
        position = reading.chains.by_head[token]
        allowed = frozenset(kind for expected, _ in wishes for kind in expected)
        sure = [(expected, frame.name) for expected, frame in wishes if _is_sure(expected, frame)]
        kinds = frozenset(kind for expected, _ in sure for kind in expected)
        # of several frames for one verb ("vend un vélo", "vend sa filiale") one that is content is enough, but "a fondé X en
        # 2016" is of a company, though one frame of the two takes a product as well
        common = frozenset[EntityType].intersection(*(expected for expected, _ in wishes)) or allowed
        is_told = reading.chains.chains[position].strongest >= WEIGHT
        if reading.chains.chains[position].type in (allowed if is_told or not common & NARROWED else common):
            content.setdefault(position, []).append(allowed)
            confirmed.setdefault(position, set()).update(
                (reading.chains.chains[position].type, frame.name)
                for expected, frame in wishes
                if expected == {reading.chains.chains[position].type} and _is_sure(expected, frame)
            )
            continue
        kind = next((kind for kind in PREFERENCE if kind in kinds & common), None)
        if kind is not None:
            dissent[position] += 1
            found.setdefault(position, set()).update((kind, name) for expected, name in sure if kind in expected)
    for head in sorted(reading.locatives.among):
        position = reading.chains.by_head[head]
        if reading.chains.chains[position].type is EntityType.ORGANIZATION:
            found.setdefault(position, set()).add((EntityType.PLACE, LISTED))
    votes: dict[str, tuple[Vote, ...]] = {}
    for position, reasons in sorted(found.items()):
        chain = reading.chains.chains[position]
        names = {fold(mention.span.of(reading.doc.text)) for mention in chain.names or chain.mentions}
        kind, frame = min(reasons)
        is_full_name = chain.type is EntityType.PERSON and any(" " in name for name in names)
        contented = content.get(position, [])
        against = sum(kind not in allowed for allowed in contented)  # "rachète" takes people, too: it is for neither
        is_outvoted = dissent[position] < max(against, min(len(contented), MIN_DISSENT))
        if _is_certain(chain) or is_outvoted or (is_full_name and len(reasons) < MIN_FRAMES_FOR_PERSON):
            continue
        votes |= {
            name: (Vote(type=kind, weight=WEIGHT + _recognised(chain, reading.doc, name), reason=f"frame: {frame}"),)
            for name in names
        }
    if votes:  # the article is read again: what its frames took for granted must not turn over
        votes = _confirmations(reading, confirmed) | votes
    return votes


def _is_certain(chain: Chain) -> bool:
    """Tell whether a person's age or title stands beside the name: no verb makes a company of "Mme Keller"."""
    votes = _votes(chain)
    return chain.type is EntityType.PERSON and any(vote.reason.startswith(PERSONAL) for vote in votes)


def _is_sure(expected: frozenset[EntityType], frame: Frame) -> bool:
    """Tell whether a frame is certain enough to speak for a type; towns and countries are known without it."""
    return frame.confidence >= (MIN_FOR_PLACE if expected == {EntityType.PLACE} else MIN_CONFIDENCE)


def _confirmations(
    reading: Reading, confirmed: Mapping[int, set[tuple[EntityType, str]]]
) -> dict[str, tuple[Vote, ...]]:
    """Return the votes of frames that take nothing but the type that a name has."""
    return {
        fold(mention.span.of(reading.doc.text)): (Vote(type=kind, weight=WEIGHT, reason=f"frame: {frame}"),)
        for position, reasons in sorted(confirmed.items())
        if reasons
        for kind, frame in (min(reasons),)
        for mention in reading.chains.chains[position].names
    }


def _wishes(
    reading: Reading, frames: tuple[Frame, ...], fillers: FillerFinder, ontology: Ontology, lexicon: Lexicon
) -> dict[tuple[int, int], list[tuple[frozenset[EntityType], Frame]]]:
    """Return, by predicate and argument token, the types that each frame wishes of a named argument."""
    wishes: dict[tuple[int, int], list[tuple[frozenset[EntityType], Frame]]] = {}
    fitting: dict[tuple[int, int], list[tuple[frozenset[EntityType], Frame]]] = {}

    def is_site(filler: Filler, possible: frozenset[EntityType]) -> bool:
        """Tell whether a filler is premises, which stand for who works there: "l’hôpital recrute", but "achète un entrepôt"."""
        token = reading.doc.tokens[filler.token]
        is_one = lexicon.has("site-nouns", token.lemma) and "Number=Plur" not in token.morph
        return is_one and EntityType.PRODUCT not in possible

    for predication in find_candidates(reading, frames, lexicon):
        for filler, expected, possible, is_fit in _filled(predication, fillers, ontology):
            # "le français X": the adjective is a mention of X, and names France
            value = filler.value
            if not isinstance(value, Entity):
                continue
            own = fillers.entities.at(filler.token)
            if value is not own and value != own:
                continue
            # "l’usine allemande": where it is, not that people in it act
            if value.is_named or (predication.trigger.kind != "adjective" and is_site(filler, possible)):
                wish = (expected, predication.frame)
                wishes.setdefault((predication.head, filler.token), []).append(wish)
                if is_fit:
                    fitting.setdefault((predication.head, filler.token), []).append(wish)
    # of "X succède au logiciel Y" the frame for people, who succeed people, says nothing
    return wishes | fitting


def _filled(
    predication: Predication, fillers: FillerFinder, ontology: Ontology
) -> Iterator[tuple[Filler, frozenset[EntityType], frozenset[EntityType], bool]]:
    """Yield what fills the first reading of a frame of which both roles are filled.

    With each the types it should and can have, and whether the frame takes the other argument as what it is.
    """
    frame = predication.frame
    relation = ontology.relations[frame.relation]
    for subject_role, object_role in frame.readings:
        subjects = _barred(fillers.fill(predication, subject_role), frame, "subject")
        objects = _barred(fillers.fill(predication, object_role), frame, "object") if subjects else ()
        # "le quartier général de X, à Lyon": X is not where it is as well
        is_same = len(subjects) == len(objects) == 1 and subjects[0].token == objects[0].token
        if objects and not is_same:
            takes = (frame.subject_types or relation.domain, frame.object_types or relation.range)
            fits = [
                any(_can_be(fillers.reading, filler, kinds) for filler in found)
                for found, kinds in zip((objects, subjects), reversed(takes), strict=True)
            ]
            yield from ((filler, takes[0], relation.domain, fits[0]) for filler in subjects)
            if not relation.literals:
                yield from ((filler, takes[1], relation.range, fits[1]) for filler in objects)
            return


def _barred(fillers: tuple[Filler, ...], frame: Frame, argument: str) -> tuple[Filler, ...]:
    """Return the fillers without those that have a name where the frame takes none that has."""
    if argument not in frame.unnamed:
        return fillers
    return tuple(filler for filler in fillers if not isinstance(filler.value, Entity) or not filler.value.is_named)


def _can_be(reading: Reading, filler: Filler, types: frozenset[EntityType]) -> bool:
    """Tell whether a filler is of one of some types, or a name that no noun and nothing in its form has spoken for."""
    if not isinstance(filler.value, Entity) or filler.value.type in types:
        return True
    if not filler.value.is_named and filler.value.type is EntityType.PLACE and EntityType.ORGANIZATION in types:
        return True  # premises stand for who works there
    chain = reading.chains.at(filler.token)
    return filler.value.is_named and (chain is None or chain.strongest < WEIGHT)


def _votes(chain: Chain) -> tuple[Vote, ...]:
    return tuple(vote for mention in chain.mentions for vote in mention.votes)


def _recognised(chain: Chain, doc: Doc, name: str) -> Decimal:
    """Return what the recogniser alone says for the type of a chain by one of its names."""
    mention = next(mention for mention in chain.mentions if fold(mention.span.of(doc.text)) == name)
    own = {vote.reason: vote.weight for vote in mention.votes if vote.type is chain.type}  # each counts once
    return sum((weight for reason, weight in own.items() if reason.startswith(RECOGNISER)), Decimal(0))
