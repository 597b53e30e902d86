"""What the tests of the page are shown: the seed article with claims set by hand, hostile names, and large graphs."""

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

from builders import make_article, make_claim, make_entity, make_knowledge

from kg.html import build_page
from kg.model import (
    Article,
    Bound,
    Claim,
    Date,
    Entity,
    EntityType,
    Knowledge,
    Modality,
    Polarity,
    Qualifier,
    Quantity,
    Text,
)
from kg.notebook import View
from kg.ontology import load_ontology
from kg.resolve import resolve

SEED = Path(__file__).parent.parent / "seeds" / "klarna-ia.txt"

PERSON, ORGANIZATION, PLACE, PRODUCT, GROUP, CONCEPT = (
    EntityType.PERSON,
    EntityType.ORGANIZATION,
    EntityType.PLACE,
    EntityType.PRODUCT,
    EntityType.GROUP,
    EntityType.CONCEPT,
)
REPORTED, PLANNED = Modality.REPORTED, Modality.PLANNED


def seed_knowledge() -> Knowledge:
    """Return the seed article with claims as a careful reader would set them."""
    article = make_article("klarna-ia", SEED.read_text(encoding="utf-8"))
    named: Mapping[str, EntityType] = {
        "Klarna": ORGANIZATION,
        "OpenAI": ORGANIZATION,
        "X": ORGANIZATION,
        "SpaceX": ORGANIZATION,
        "Tesla": ORGANIZATION,
        "Elon Musk": PERSON,
        "Sam Altman": PERSON,
        "ChatGPT": PRODUCT,
    }
    known = {label: make_entity(label, type_, article=article) for label, type_ in named.items()}
    known["Siemiatkowski"] = make_entity(
        "Sebastian Siemiatkowski",
        PERSON,
        article=article,
        descriptions=[
            "Le responsable",
            "ce dernier",
            "le responsable",
            "le responsable Sebastian Siemiatkowski",
            "son PDG",
        ],
    )
    known["IA"] = make_entity("intelligence artificielle", CONCEPT, article=article, aliases=["IA"], is_named=False)
    for label, type_, size in (
        ("paiements en ligne", CONCEPT, None),
        ("assistant d’IA", PRODUCT, None),
        ("700 employés humains", GROUP, 700),
        ("IA basée sur son propre PDG", PRODUCT, None),
        ("travailleurs humains", GROUP, None),
        ("une partie de ses effectifs humains", GROUP, None),
        ("salariés restants", GROUP, None),
        ("employés de Klarna", GROUP, None),
    ):
        known[label] = make_entity(label, type_, article=article, is_named=False, size=size)
    return resolve([article], _seed_claims(article, known))


def _seed_claims(article: Article, known: Mapping[str, Entity]) -> list[Claim]:
    boss, klarna, openai, ai = known["Siemiatkowski"], known["Klarna"], known["OpenAI"], known["IA"]
    assistant, own_ai = known["assistant d’IA"], known["IA basée sur son propre PDG"]
    lines = article.text.split("\n")

    def sentence(start: str) -> str:
        line = next(line for line in lines if start in line)
        rest = line[line.index(start) :]
        return rest[: rest.index(". ") + 1] if ". " in rest else rest

    posts = sentence("En effet, le PDG et fondateur")
    heads = sentence("Le patron de X")
    stopped = sentence("En effet, ce dernier")
    told = sentence("Le responsable aurait")
    built = sentence("En collaborant")
    cut = sentence("Fort de ce constat")
    staff = sentence("En effet, Sebastian Siemiatkowski aurait")
    quoted = sentence("« En interne")
    shared = sentence("« Nous allons")
    last = sentence("Ironiquement")
    replaced = sentence("C’est cette fois")
    return [
        make_claim(article, boss, "ceoOf", klarna, quote=posts, cue="PDG", confidence="0.97"),
        make_claim(article, boss, "founderOf", klarna, quote=posts, cue="fondateur", confidence="0.96"),
        make_claim(article, boss, "partnerOf", openai, quote=posts, cue="collabore", confidence="0.9"),
        make_claim(article, openai, "produces", known["ChatGPT"], quote=posts, cue="créateur", confidence="0.88"),
        *(
            make_claim(article, known["Elon Musk"], "ceoOf", known[name], quote=heads, cue="patron", confidence="0.95")
            for name in ("X", "SpaceX", "Tesla")
        ),
        make_claim(
            article,
            known["Elon Musk"],
            "said",
            Text(text="la plupart d’entre nous seraient sans emplois à cause de l’IA"),
            quote=heads,
            cue="affirmait",
            object_words="la plupart d’entre nous seraient sans emplois à cause de l’IA",
        ),
        make_claim(
            article,
            boss,
            "createsJobs",
            known["travailleurs humains"],
            quote=stopped,
            cue="embaucher",
            subject_words="ce dernier",
            polarity=Polarity.NEGATIVE,
            modality=REPORTED,
            speaker=boss,
            speaker_text="ce dernier",
            confidence="0.84",
        ),
        make_claim(
            article,
            ai,
            "alsoKnownAs",
            Text(text="IA"),
            quote=stopped,
            cue="(IA)",
            object_words="IA",
            confidence="0.99",
        ),
        make_claim(article, known["Sam Altman"], "ceoOf", openai, quote=told, cue="PDG", confidence="0.97"),
        make_claim(
            article,
            boss,
            "said",
            Text(text="vouloir faire de Klarna le « cobaye favori » de l’entreprise d’IA"),
            quote=told,
            cue="déclaré",
            subject_words="Le responsable",
            object_words="vouloir faire de Klarna le « cobaye favori » de l’entreprise d’IA",
            modality=REPORTED,
        ),
        make_claim(article, klarna, "inIndustry", known["paiements en ligne"], quote=replaced, cue="l’entreprise de"),
        make_claim(
            article,
            ai,
            "replaces",
            known["une partie de ses effectifs humains"],
            quote=replaced,
            cue="remplacer",
            subject_words="IA",
            confidence="0.8",
        ),
        make_claim(
            article,
            klarna,
            "open:être le cobaye favori de",
            openai,
            quote=told,
            cue="cobaye favori",
            object_words="OpenAI",
            modality=PLANNED,
            confidence="0.5",
        ),
        make_claim(article, klarna, "partnerOf", openai, quote=built, cue="collaborant", confidence="0.93"),
        make_claim(article, klarna, "produces", assistant, quote=built, cue="mis au point", modality=REPORTED),
        make_claim(
            article,
            assistant,
            "replaces",
            known["700 employés humains"],
            quote=built,
            cue="accomplir le travail de",
            modality=REPORTED,
            confidence="0.83",
        ),
        make_claim(
            article,
            klarna,
            "cutsJobs",
            Quantity(value=Decimal(22), unit="%"),
            quote=cut,
            cue="réduit",
            subject_words="l’entreprise",
            object_words="22 %",
            modality=REPORTED,
        ),
        make_claim(
            article,
            klarna,
            "employeeCount",
            Quantity(value=Decimal(3500), bound=Bound.AT_MOST),
            quote=cut,
            cue="comptant",
            subject_words="l’entreprise",
            object_words="3 500",
            modality=REPORTED,
            qualifiers=[Qualifier(name="at", value=Date(date="2024-08"))],
        ),
        make_claim(
            article,
            known["salariés restants"],
            "uses",
            ai,
            quote=staff,
            cue="utiliser",
            subject_words="ces derniers",
            object_words="IA",
            modality=REPORTED,
        ),
        make_claim(
            article,
            boss,
            "open:convaincre",
            known["salariés restants"],
            quote=staff,
            cue="convaincu",
            object_words="ces derniers",
            modality=REPORTED,
            confidence="0.55",
        ),
        make_claim(
            article,
            known["employés de Klarna"],
            "uses",
            ai,
            quote=quoted,
            cue="déployer",
            object_words="IA",
            modality=REPORTED,
            speaker=boss,
            speaker_text="le responsable",
        ),
        make_claim(
            article,
            boss,
            "said",
            Text(
                text="En interne, les employés de Klarna se mobilisent pour déployer autant d’IA efficace que possible"
            ),
            quote=quoted,
            cue="précise",
            subject_words="le responsable",
            object_words="En interne, les employés de Klarna se mobilisent",
        ),
        make_claim(
            article,
            boss,
            "said",
            Text(text="Nous allons partager les bénéfices de l’efficacité de l’IA"),
            quote=shared,
            cue="«",
            subject_words="Nous",
            object_words="Nous allons partager les bénéfices de l’efficacité de l’IA",
        ),
        make_claim(article, klarna, "produces", own_ai, quote=last, cue="développé", modality=REPORTED),
        make_claim(
            article,
            own_ai,
            "basedOn",
            boss,
            quote=last,
            cue="basée sur",
            object_words="son propre PDG",
            modality=REPORTED,
        ),
    ]


HOSTILE_NAMES = (
    "<script>window.hacked = 1</script>",
    '"><img src=x onerror="window.hacked = 2">',
    "javascript:window.hacked=3",
    "</script><script>window.hacked = 4</script>",
    'un lien <a href="https://attacker.example/">href</a>',
    "\u202eeuqrevni\u202c \u2067gauche\u2069",
    "A" * 10_000,
    "<!-- <script> 𝔘nicode 🚲 \u2028 \u2029 &lt;b&gt; {{ 7 * 7 }} \\u003cscript\\u003e",
    "__proto__",
    "-->]]>'; window.hacked = 5; //",
)


def hostile_knowledge() -> Knowledge:
    """Return a graph all of whose names, sources and verbs try to be more than text."""
    text = "🚲 Titre\n\n" + "".join(f"{name} accuse {name}. " for name in HOSTILE_NAMES)
    article = make_article(HOSTILE_NAMES[1], text)
    entities = [
        make_entity(name, type_, article=article, key=name, aliases=[name], descriptions=[name])
        for name, type_ in zip(HOSTILE_NAMES, list(EntityType) * 2, strict=False)
    ]
    claims = [
        make_claim(
            article,
            entity,
            f"open:{entity.label}",
            other,
            quote=f"{entity.label} accuse {entity.label}.",
            cue="accuse",
            object_words=entity.label,
            speaker=entity,
            speaker_text=entity.label,
            qualifiers=[Qualifier(name="role", value=Text(text=entity.label))],
        )
        for entity, other in zip(entities, entities[1:] + entities[:1], strict=True)
    ]
    return Knowledge(
        articles=(article,),
        entities=tuple(entities),
        claims=tuple(replace(claim, id=f"{number}-{claim.subject.label[:40]}") for number, claim in enumerate(claims)),
    )


def large_knowledge(edges: int) -> Knowledge:
    """Return a made-up graph of `edges` claims in as many articles as news would take, most about few of its entities."""
    chance = random.Random(edges)  # noqa: S311 - a made-up graph, not a secret
    articles = [make_article(f"grand-{number}", "Avant travaille avec Après.") for number in range(1 + edges // 40)]
    entities = [
        Entity(key=f"e{number}", label=f"Société {number}", type=list(EntityType)[number % 7])
        for number in range(edges * 2 // 3)
    ]
    claims = []
    for number in range(edges):
        article = articles[number % len(articles)]
        relation = "partnerOf" if number % 10 else "open:citer"
        subject, other = (entities[min(int(chance.paretovariate(0.5)), len(entities)) - 1], chance.choice(entities))
        claim = make_claim(
            article,
            subject,
            relation,
            other,
            quote=article.text,
            cue="travaille",
            subject_words="Avant",
            object_words="Après",
        )
        claims.append(replace(claim, id=f"c{number}"))
    return Knowledge(articles=tuple(articles), entities=tuple(entities), claims=tuple(claims))


def frame_page(page: str) -> str:
    """Return a page that shows another as a notebook does."""
    return f"<!doctype html><html lang=en><title>notebook</title>{View(page=page, height=700)._repr_html_()}"


def write_pages(folder: Path) -> dict[str, Path]:
    """Write a page of each kind into `folder`, and return their paths by name."""
    ontology = load_ontology()
    texts = {
        "seed": build_page(seed_knowledge(), ontology, title="Klarna et l’IA"),
        "two": build_page(make_knowledge(), ontology, language="en"),
        "hostile": build_page(hostile_knowledge(), ontology, title=HOSTILE_NAMES[3]),
        "middling": build_page(large_knowledge(200), ontology),
        "large": build_page(large_knowledge(2500), ontology, language="en"),
    }
    with patch("kg.html._WEBGL", "nowhere.js"):  # as where kg was built without Node
        texts["no-node"] = build_page(large_knowledge(2500), ontology, language="en")
    texts["notebook"] = frame_page(texts["two"])
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in texts}
