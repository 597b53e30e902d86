"""Small records for tests: an article of our own words, entities, and claims whose evidence is found by its quotations."""

from collections.abc import Sequence
from decimal import Decimal

from kg.model import (
    Article,
    Claim,
    Date,
    Entity,
    EntityType,
    Evidence,
    Knowledge,
    Modality,
    Polarity,
    Provenance,
    Qualifier,
    Quantity,
    Span,
    Text,
    Vote,
)
from kg.resolve import resolve

PROVENANCE = Provenance(extractor="frames", version="0.1.0", model="fr_core_news_md 3.8.0")


def make_article(name: str, text: str, *, published: str | None = None) -> Article:
    """Return an article of `text`; its first line is the title when a blank line follows it."""
    title = Span(0, text.index("\n\n")) if "\n\n" in text else None
    return Article(name=name, text=text, source=f"{name}.txt", published=published, title=title)


def span_of(article: Article, quote: str) -> Span:
    """Return where `quote` stands in the article for the first time."""
    start = article.text.index(quote)
    return Span(start, start + len(quote))


def make_entity(  # noqa: PLR0913 - the fields of a record
    label: str,
    type_: EntityType,
    *,
    article: Article | None = None,
    key: str | None = None,
    aliases: Sequence[str] = (),
    descriptions: Sequence[str] = (),
    is_named: bool = True,
    size: int | None = None,
    weight: int = 1,
) -> Entity:
    """Return an entity as `extract` makes it, mentioned in `article` wherever its label stands."""
    mentions: list[tuple[str, Span]] = []
    start = -1
    while article and (start := article.text.find(label, start + 1)) >= 0:
        mentions.append((article.name, Span(start, start + len(label))))
    return Entity(
        key=key or f"local-{label}",
        label=label,
        type=type_,
        aliases=tuple(sorted(aliases)),
        descriptions=tuple(sorted(descriptions)),
        is_named=is_named,
        size=size,
        mentions=tuple(mentions),
        votes=(Vote(type=type_, weight=Decimal(weight), reason="test"),),
    )


def make_claim(  # noqa: PLR0913 - the fields of a record
    article: Article,
    subject: Entity,
    relation: str,
    object_: Entity | Quantity | Date | Text,
    *,
    quote: str,
    cue: str,
    subject_words: str | None = None,
    object_words: str | None = None,
    polarity: Polarity = Polarity.POSITIVE,
    modality: Modality = Modality.ASSERTED,
    former: bool = False,
    speaker: Entity | None = None,
    speaker_text: str | None = None,
    confidence: str = "0.9",
    qualifiers: Sequence[Qualifier] = (),
) -> Claim:
    """Return a claim whose evidence is `quote`; the words of cue, subject and object are looked for from there on."""
    sentence = span_of(article, quote)

    def within(words: str) -> Span:
        start = article.text.index(words, sentence.start)
        return Span(start, start + len(words))

    words = object_words or (object_.label if isinstance(object_, Entity) else cue)
    return Claim(
        article=article.name,
        subject=subject,
        relation=relation,
        object=object_,
        polarity=polarity,
        modality=modality,
        former=former,
        speaker=speaker,
        speaker_text=speaker_text,
        confidence=Decimal(confidence),
        evidence=Evidence(
            span=sentence,
            sentence=sentence,
            cue=within(cue),
            subject=within(subject_words or subject.label),
            object=within(words),
        ),
        qualifiers=tuple(qualifiers),
        frame=f"test-{relation}",
        reason="test",
        provenance=PROVENANCE,
    )


def make_knowledge() -> Knowledge:
    """Return two articles of a small story that has every status, every kind of value and a contradiction."""
    dairy = make_article(
        "laiterie",
        "La laiterie mise sur les robots\n\n"
        "Anne Morel, présidente de Sodilac, dirige la laiterie Brunel. "
        "Brunel travaille avec Sodilac. "
        "Selon Anne Morel, le robot Trayor remplace 40 ouvriers. "
        "Brunel emploie environ 350 salariés et réduit ses effectifs de 12 %. "
        "Brunel n’embauche plus d’intérimaires. "
        "Brunel va ouvrir une usine à Vire. "
        "Brunel a été fondée en 1987. "
        "Morel a promis une prime.\n",
        published="2026-03-14",
    )
    bank = make_article(
        "banque",
        "Jean Brunel, qui n’est pas parent de la laiterie, conseille Brunel. "
        "Anne Morel ne dirige pas Brunel. "
        "Brunel a réalisé un chiffre d’affaires de 2,5 millions d’euros. "
        "Brunel pourrait racheter Sodilac. "
        "Paul Rivet a dirigé Sodilac jusqu’en 2019.\n",
    )
    person, organization, place, product, group, concept = (
        EntityType.PERSON,
        EntityType.ORGANIZATION,
        EntityType.PLACE,
        EntityType.PRODUCT,
        EntityType.GROUP,
        EntityType.CONCEPT,
    )
    morel = make_entity("Anne Morel", person, article=dairy, aliases=["Morel"], descriptions=["la présidente"])
    brunel = make_entity("Brunel", organization, article=dairy)
    sodilac = make_entity("Sodilac", organization, article=dairy)
    trayor = make_entity("Trayor", product, article=dairy)
    workers = make_entity("40 ouvriers", group, article=dairy, is_named=False, size=40)
    temps = make_entity("intérimaires", group, article=dairy, is_named=False)
    vire = make_entity("Vire", place, article=dairy)
    bonus = make_entity("prime", concept, article=dairy, is_named=False)
    morel_2 = make_entity("Anne Morel", person, article=bank)
    jean = make_entity("Jean Brunel", person, article=bank)
    brunel_2 = make_entity("Brunel", organization, article=bank)
    sodilac_2 = make_entity("Sodilac", organization, article=bank)
    rivet = make_entity("Paul Rivet", person, article=bank)
    negative, reported = Polarity.NEGATIVE, Modality.REPORTED
    lead = "Anne Morel, présidente de Sodilac, dirige la laiterie Brunel."
    jobs = "Brunel emploie environ 350 salariés et réduit ses effectifs de 12 %."
    claims = [
        make_claim(dairy, morel, "chairOf", sodilac, quote=lead, cue="présidente"),
        make_claim(dairy, morel, "ceoOf", brunel, quote=lead, cue="dirige"),
        make_claim(dairy, brunel, "partnerOf", sodilac, quote="Brunel travaille avec Sodilac.", cue="travaille avec"),
        make_claim(
            dairy,
            trayor,
            "replaces",
            workers,
            quote="Selon Anne Morel, le robot Trayor remplace 40 ouvriers.",
            cue="remplace",
            modality=reported,
            speaker=morel,
            speaker_text="Anne Morel",
            confidence="0.8",
        ),
        make_claim(
            dairy,
            brunel,
            "employeeCount",
            Quantity(value=Decimal(350), unit="salarié"),
            quote=jobs,
            cue="emploie",
            object_words="350 salariés",
        ),
        make_claim(
            dairy,
            brunel,
            "cutsJobs",
            Quantity(value=Decimal(12), unit="%"),
            quote=jobs,
            cue="réduit ses effectifs",
            object_words="12 %",
        ),
        make_claim(
            dairy,
            brunel,
            "createsJobs",
            temps,
            quote="Brunel n’embauche plus d’intérimaires.",
            cue="embauche",
            polarity=negative,
        ),
        make_claim(
            dairy,
            brunel,
            "opens",
            vire,
            quote="Brunel va ouvrir une usine à Vire.",
            cue="ouvrir",
            modality=Modality.PLANNED,
        ),
        make_claim(
            dairy,
            brunel,
            "foundedOn",
            Date(date="1987"),
            quote="Brunel a été fondée en 1987.",
            cue="fondée",
            object_words="1987",
        ),
        make_claim(
            dairy,
            morel,
            "open:promettre",
            bonus,
            quote="Morel a promis une prime.",
            cue="promis",
            subject_words="Morel",
        ),
        make_claim(
            bank,
            jean,
            "worksFor",
            brunel_2,
            quote="Jean Brunel, qui n’est pas parent de la laiterie, conseille Brunel.",
            cue="conseille",
            qualifiers=[Qualifier(name="role", value=Text(text="conseiller"))],
        ),
        make_claim(
            bank, morel_2, "ceoOf", brunel_2, quote="Anne Morel ne dirige pas Brunel.", cue="dirige", polarity=negative
        ),
        make_claim(
            bank,
            brunel_2,
            "revenue",
            Quantity(value=Decimal(2500000), unit="EUR"),
            quote="Brunel a réalisé un chiffre d’affaires de 2,5 millions d’euros.",
            cue="chiffre d’affaires",
            object_words="2,5 millions d’euros",
        ),
        make_claim(
            bank,
            brunel_2,
            "acquired",
            sodilac_2,
            quote="Brunel pourrait racheter Sodilac.",
            cue="racheter",
            modality=Modality.HYPOTHETICAL,
        ),
        make_claim(
            bank,
            rivet,
            "ceoOf",
            sodilac_2,
            quote="Paul Rivet a dirigé Sodilac jusqu’en 2019.",
            cue="dirigé",
            former=True,
            qualifiers=[Qualifier(name="to", value=Date(date="2019"))],
        ),
    ]
    return resolve([dairy, bank], claims)
