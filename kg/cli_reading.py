"""The commands that look into the reading: how good it is, what refers to what, and why a claim is there or is not."""

import difflib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import ArticleError, GoldError, LexiconError
from kg.terminal import progress, say, say_table, warn, write_result

if TYPE_CHECKING:
    from kg.gold import Gold
    from kg.model import Article, Claim
    from kg.ontology import Relation
    from kg.score import Verdict
    from kg.score_report import Losses
    from kg.study import Study

SEEDS = "seeds"
FINDINGS = 3  # shown of an article, or articles of a finding
FACT = 3  # words that say a fact: subject, relation, object

ModelOption = Annotated[str | None, typer.Option("--model", metavar="NAME|PATH", help="Another spaCy pipeline.")]

app = typer.Typer()


@app.command(name="eval")
def evaluate(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD", help="NAME.gold.json files, or folders of them.")],
    *,
    claims: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Score DIR/NAME.claims.jsonl (left out: read NAME.txt beside each NAME.gold.json)."
        ),
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List every missed fact and wrong claim.")] = False,
    why: Annotated[
        bool,
        typer.Option("--why", help="Count the stages that dropped the missed facts; with --errors for each of them."),
    ] = False,
    per_article: Annotated[bool, typer.Option("--per-article", help="Also the figures of each article.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    model: ModelOption = None,
) -> None:
    """Score claims against hand-made facts.

    Prints precision, recall, status and types over all articles, then each relation.
    """
    from kg.gold import read_gold
    from kg.score import score_article
    from kg.score_report import figures_of, mistakes_of

    golds = read_gold(gold)
    found = _saved_claims(golds, claims) if claims is not None else _new_claims(golds, model)
    verdicts = [score_article(one, found[one.name]) for one in golds]
    if as_json:
        write_result(json.dumps(figures_of(verdicts), ensure_ascii=False).encode() + b"\n")
        return
    losses = _losses(golds, verdicts, model) if why else {}
    if errors:
        for verdict in verdicts:
            for line in mistakes_of(verdict, losses.get(verdict.name, ())):
                say("\t".join(" ".join(part.split()) for part in line))
    _say_figures(verdicts, per_article=per_article)
    if why:
        stages = Counter(finding.stage.value for found in losses.values() for _, finding in found)
        say()
        say_table(("missed", "facts"), [(stage, str(count)) for stage, count in stages.most_common()])


@app.command()
def mentions(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH|GLOB|-", help="Articles (default: those of seeds/).", show_default=False),
    ] = None,
    *,
    model: ModelOption = None,
) -> None:
    """List which words refer to what, as JSON Lines.

    Names, noun phrases and pronouns, with their types and the entities of their article.
    """
    from kg.mention_table import mentions_to_jsonl

    for study in _studies(sources, model):
        write_result(mentions_to_jsonl(study))


@app.command()
def explain(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="CLAIM [PATH]…",
            help="A claim's id and the articles (default: seeds/); with --missing: SUBJECT RELATION OBJECT [PATH]…",
        ),
    ],
    *,
    missing: Annotated[
        bool, typer.Option("--missing", help="Say at which stage a fact was dropped, and by what.")
    ] = False,
    claims: Annotated[Path, typer.Option(metavar="FILE", help="The claims, as kg build wrote them.")] = Path(
        "output/claims.jsonl"
    ),
    model: ModelOption = None,
) -> None:
    """Show why a claim is there, or why a fact is not.

    For a claim: sentence, frame, roles, status cues, type votes and parse. For a fact: the stage that dropped it.
    """
    if missing:
        if len(what) < FACT:
            raise typer.BadParameter("--missing takes a subject, a relation and an object, then articles")
        _explain_missing(what[0], what[1], what[2], what[FACT:], model)
    else:
        _explain_claim(claims, what[0], what[1:], model)


# -- reading -----------------------------------------------------------------------------------------------------------


def _read(sources: Sequence[str] | None) -> "tuple[Article, ...]":
    from kg.read import read_articles

    if not sources and not Path(SEEDS).is_dir():
        raise ArticleError(f"{SEEDS}: no such folder here; name the articles")
    return read_articles(sources or [SEEDS])


def _studies(sources: Sequence[str] | None, model: str | None) -> "Iterator[Study]":
    from kg.annotate import load_pipeline
    from kg.study import study_article

    articles = _read(sources)
    nlp = load_pipeline(model)
    with progress("Reading articles") as report:
        for done, article in enumerate(articles, start=1):
            yield study_article(article, nlp)
            report(done, len(articles))


def _saved_claims(golds: "Sequence[Gold]", folder: Path) -> "dict[str, tuple[Claim, ...]]":
    from kg.claims import read_claims

    if not folder.is_dir():
        raise GoldError(f"{folder}: no such folder; kg build --per-article writes one: output/claims")
    found = {}
    for gold in golds:
        path = folder / f"{gold.name}.claims.jsonl"
        if not path.exists():
            warn(f"warning: {path}: not there, so {gold.name} counts as without claims")
        found[gold.name] = read_claims(path) if path.exists() else ()
    models = sorted({claim.provenance.model for claims in found.values() for claim in claims})
    if len(models) > 1:
        warn(f"warning: {folder}: made with different models: {', '.join(models)}")
    return found


def _new_claims(golds: "Sequence[Gold]", model: str | None) -> "dict[str, tuple[Claim, ...]]":
    import kg

    for gold in golds:
        if not gold.text_path.exists():
            raise GoldError(f"{gold.text_path}: the text of {gold.path.name} is not beside it; or give --claims DIR")
    with progress("Reading articles") as report:
        graph = kg.build([gold.text_path for gold in golds], model=model, progress=report)
    found: dict[str, tuple[Claim, ...]] = {}
    for gold in golds:
        found[gold.name] = tuple(claim for claim in graph.claims if claim.article == gold.name)
    return found


# -- scores ------------------------------------------------------------------------------------------------------------


def _say_figures(verdicts: "Sequence[Verdict]", *, per_article: bool) -> None:
    from kg.score import bootstrap_intervals, score, score_relations
    from kg.score_report import ROW, row_of

    total = score(verdicts)
    low_high = {name: f"[{low:.3f}, {high:.3f}]" for name, (low, high) in bootstrap_intervals(verdicts).items()}
    say(
        f"articles   {total.documents}   facts {total.facts}   closed claims {total.claims}   "
        f"open claims {total.open_claims}"
    )
    say(
        f"relations  P {total.precision:.3f} {low_high['precision']}  R {total.recall:.3f} {low_high['recall']}  "
        f"F1 {total.f1:.3f} {low_high['f1']}  core R {total.core_recall:.3f}"
    )
    say(f"status     {total.status_accuracy:.3f} of the facts found")
    say(
        f"entities   P {total.entity_precision:.3f}  R {total.entity_recall:.3f}  F1 {total.entity_f1:.3f}  "
        f"type {total.type_accuracy:.3f}"
    )
    rows = [(name, str(facts), str(found), str(wrong)) for name, facts, found, wrong in score_relations(verdicts)]
    say()
    say_table(("relation", "facts", "found", "wrong"), rows)
    if per_article:
        say()
        say_table(ROW, [row_of(one) for one in verdicts])


def _losses(golds: "Sequence[Gold]", verdicts: "Sequence[Verdict]", model: str | None) -> "dict[str, Losses]":
    """Return by article what dropped each missed fact."""
    from kg.losses import find_losses

    by_name = {verdict.name: verdict for verdict in verdicts}
    sources = [str(gold.text_path) for gold in golds]
    studies = ((study.reading.doc.article.name, study) for study in _studies(sources, model))
    return {name: tuple(find_losses(by_name[name], study)) for name, study in studies}


# -- explanations ------------------------------------------------------------------------------------------------------


def _explain_claim(path: Path, id_: str, sources: Sequence[str], model: str | None) -> None:
    from kg.explain import PARSE_COLUMNS, explain_claim, find_saved_claim, recall_claim

    claim, quoted = find_saved_claim(path, id_)
    study = _study_again(claim, claim.evidence.sentence.of(quoted), sources, model)
    if study is None:
        explanation = recall_claim(claim, quoted)
    else:
        explanation = explain_claim(claim, study)
        if study.reading.doc.model != claim.provenance.model:
            warn(f"warning: {path}: made with {claim.provenance.model}, read again with {study.reading.doc.model}")
    width = max(len(name) for name, _ in explanation.facts)
    for name, words in explanation.facts:
        say(f"{name:{width}}  {' '.join(words.split())}")
    if explanation.parse:
        say()
        say_table(PARSE_COLUMNS, explanation.parse)
    else:
        warn(f"for its roles, type votes and parse name the article: kg explain {id_} {claim.article}.txt")


def _study_again(claim: "Claim", sentence: str, sources: Sequence[str], model: str | None) -> "Study | None":
    """Return the study of the article of a claim; None when no article was named, and seeds/ has it not."""
    from kg.annotate import load_pipeline
    from kg.explain import find_article
    from kg.study import study_article

    if not sources and not Path(SEEDS).is_dir():
        return None
    try:
        article = find_article(claim, sentence, _read(sources))
    except ArticleError:
        if sources:
            raise
        return None
    return study_article(article, load_pipeline(model))


def _explain_missing(subject: str, relation: str, object_: str, sources: Sequence[str], model: str | None) -> None:
    """Say for each article what is to be mended first, and in one line for all what has not even the words."""
    from kg.missing import Stage, explain_missing

    wanted = _relation(relation)
    absent: dict[str, list[str]] = {}
    for study in _studies(sources, model):
        name = study.reading.doc.article.name
        findings = explain_missing(study, subject, wanted, object_)
        if all(finding.stage is Stage.TEXT for finding in findings):
            for finding in findings:
                absent.setdefault(finding.detail, []).append(name)
            continue
        for finding in findings[:FINDINGS]:
            say(f"{name}: {finding.stage.value}: {' '.join(finding.detail.split())}")
        if len(findings) > FINDINGS:
            say(f"{name}: and {len(findings) - FINDINGS} more, of the same or later stages")
    for detail, names in absent.items():
        more = f" and {len(names) - FINDINGS} more" if len(names) > FINDINGS else ""
        say(f"{', '.join(names[:FINDINGS])}{more}: {Stage.TEXT.value}: {' '.join(detail.split())}")


def _relation(name: str) -> "Relation":
    from kg.ontology import load_ontology

    relations = load_ontology().relations
    local = name.removeprefix("kg:")
    if local not in relations:
        near = difflib.get_close_matches(local, sorted(relations), n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"relations are {', '.join(sorted(relations))}"
        raise LexiconError(f"'{name}' is no relation of core.ttl; {hint}")
    return relations[local]
