"""The command line: one command a verb. Errors are one line on stderr and exit 1; wrong usage exits 2, Ctrl-C 130."""

import os
import sys
import webbrowser
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

import typer

from kg import cli_reading
from kg.errors import ArticleError, GraphError, KGError
from kg.terminal import prepare_streams, progress, say, say_table, warn, write_result

SEEDS = "seeds"
OUTPUT = Path("output")
INTERRUPTED = 130

GraphOption = Annotated[Path, typer.Option("--graph", metavar="FILE", help="The graph, as kg build wrote it.")]

app = typer.Typer(
    name="kg",
    help="Knowledge graphs from French news: offline, exact, every fact quoted to the character.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(cli_reading.app)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    prepare_streams()
    try:
        code = app(args=arguments or sys.argv[1:] or ["--help"], prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except KGError as error:
        for line in str(error).splitlines():
            warn(line)
        return 1
    except typer.TyperException as error:
        # A wrong choice comes from pydantic with a name of its own before it.
        said = " ".join(error.format_message().split()).replace(": Value error, ", ": ").rstrip(".")
        warn(f"{said} (see kg --help)")
        return error.exit_code
    except BrokenPipeError:
        # Whoever read our output has had enough; the interpreter must not try to write the rest when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    if code == INTERRUPTED:
        warn("interrupted")
    return code or 0


def _print_version(*, is_asked: bool) -> None:
    if is_asked:
        say(f"kg {version('kg')}")
        raise typer.Exit


@app.callback()
def options(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=lambda asked: _print_version(is_asked=asked), is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Take the options that stand before any command."""


@app.command()
def build(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH|GLOB|-",
            help="Text files, folders of them, patterns, or - for stdin (default: the articles of seeds/).",
            show_default=False,
        ),
    ] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write into.")] = OUTPUT,
    facts: Annotated[
        Literal["reported", "asserted", "claims"],
        typer.Option(help="Bare triples for what is asserted or reported, for what is asserted only, or for nothing."),
    ] = "reported",
    per_article: Annotated[bool, typer.Option("--per-article", help="Also write claims/NAME.claims.jsonl.")] = False,
    model: Annotated[str | None, typer.Option(metavar="NAME|PATH", help="Another spaCy pipeline.")] = None,
) -> None:
    """Read articles and write graph.ttl, claims.jsonl and graph.html.

    What cannot be read is told and left out; then the exit code is 1.
    """
    import kg
    from kg.saved import CLAIMS, read_models

    if not sources and not Path(SEEDS).is_dir():
        raise ArticleError(f"{SEEDS}: no such folder here; name the articles: kg build ARTICLE.txt")
    with progress("Reading articles") as report:
        skipped: list[str] = []
        graph = kg.build(
            sources or [SEEDS], model=model, facts=kg.Facts(facts), progress=report, skipped=skipped.append
        )
    before, now = read_models(out / CLAIMS), {claim.provenance.model for claim in graph.claims}
    graph.save(out, per_article=per_article)
    if before and now and before != now:
        warn(
            f"warning: {out / CLAIMS}: was made with {', '.join(sorted(before))} and is now with {', '.join(sorted(now))}"
        )
    silent = {article.name for article in graph.knowledge.articles} - {claim.article for claim in graph.claims}
    for name in sorted(silent):
        warn(f"warning: {name}: no claim found in this article")
    statuses = Counter(claim.status.value for claim in graph.claims)
    counts = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    say(f"articles  {len(graph.knowledge.articles)}")
    say(f"claims    {len(graph.claims)}{f' ({counts})' if counts else ''}")
    say(f"entities  {len(graph.knowledge.entities)}")
    say(f"page      {out / 'graph.html'}")
    if skipped:
        for line in skipped:
            warn(line)
        warn(f"{len(skipped)} not read, so not in the graph: see above")
        raise typer.Exit(1)


@app.command()
def query(
    question: Annotated[
        str | None,
        typer.Argument(
            metavar="QUERY|FILE.rq|NAME",
            help="SPARQL, a file of it, or the name of a query that comes with kg (left out: list these).",
            show_default=False,
        ),
    ] = None,
    *,
    graph: GraphOption = OUTPUT / "graph.ttl",
    form: Annotated[
        Literal["table", "csv", "tsv", "json", "xml", "turtle", "nt"],
        typer.Option("--format", help="How to write the result; turtle and nt are for CONSTRUCT and DESCRIBE."),
    ] = "table",
) -> None:
    """Ask the graph in SPARQL; its prefixes are declared already."""
    from kg.query import find_query, query_names, run_query, unknown_terms

    if question is None:
        for name in query_names():
            summary = find_query(name).splitlines()[0].removeprefix("# ")
            say(f"{name:16}  {summary}")
        return
    # In a C locale Python hands over the bytes of an argument as surrogates; they are UTF-8 all the same.
    sparql = find_query(os.fsencode(question).decode("utf-8", "replace"))
    result = run_query(graph, sparql)
    for term, nearest in unknown_terms(sparql).items():
        warn(f"query: no graph of kg has {term}{f'; did you mean {nearest}?' if nearest else ''}")
    if form != "table":
        write_result(result.serialize(form))
    elif result.answer is not None:
        say("yes" if result.answer else "no")
    else:
        say_table(result.columns, result.table)


@app.command()
def export(
    *,
    form: Annotated[
        Literal["turtle", "trig", "nt", "nquads", "jsonld", "rdfxml", "graphml", "gexf", "csv", "cypher", "jsonl"],
        typer.Option("--format", help="RDF, claims, a table, or a property graph."),
    ],
    rdf12: Annotated[
        bool, typer.Option("--rdf12", help="Claims as RDF 1.2 reifiers (turtle, trig, nt, nquads).")
    ] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="File to write (left out: stdout).")] = None,
    graph: GraphOption = OUTPUT / "graph.ttl",
) -> None:
    """Write the graph, or the claims beside it, in another format."""
    from kg.files import write_atomically
    from kg.saved import export_saved

    content = export_saved(graph, form, rdf12=rdf12)
    if out is None:
        write_result(content)
    else:
        write_atomically(out, content)


@app.command()
def check(
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph in Turtle.")] = OUTPUT / "graph.ttl",
) -> None:
    """Check the ontology, the lexicons, the frames, the queries, and a graph by the SHACL shapes."""
    from kg.check import check_graph
    from kg.frames import load_frames
    from kg.language import load_languages
    from kg.lexicon import load_lexicon
    from kg.ontology import load_ontology
    from kg.query import find_query, query_names, run_query
    from kg.resources import ontology_directory
    from kg.saved import models_of, read_graph

    core = ontology_directory() / "core.ttl"
    say(f"relations  {len(load_ontology().relations)}")
    for language in load_languages():
        if language.is_read:
            load_lexicon(language.code)
            say(f"frames     {len(load_frames(language.code))} ({language.name})")
    for name in query_names():
        run_query(core, find_query(name))
    say(f"queries    {len(query_names())}")
    if not graph.exists() and graph == OUTPUT / "graph.ttl":
        warn(f"{graph}: not there yet, so no graph was checked; kg build writes it")
        return
    loaded = read_graph(graph)
    if violations := check_graph(loaded):
        raise GraphError("\n".join(f"{graph}: {violation}" for violation in violations))
    say(f"graph      {graph}: {len(loaded)} triples, conforms to the shapes")
    models = models_of(loaded)
    say(f"made with  {', '.join(models) or 'no model'}")
    if len(models) > 1:
        warn(f"warning: {graph}: its claims were made with different models")


@app.command(name="open")
def open_page(
    page: Annotated[Path, typer.Argument(metavar="PAGE", help="The page of a graph.")] = OUTPUT / "graph.html",
) -> None:
    """Show the page in the browser; print where it is when there is none."""
    if not page.is_file():
        raise GraphError(f"{page}: no page there; make one with: kg build")
    if not webbrowser.open(page.resolve().as_uri()):
        say(str(page.resolve()))


@app.command()
def train(
    *,
    base: Annotated[
        str, typer.Option(metavar="NAME|PATH|blank:LANG", help="The spaCy pipeline to start from.")
    ] = "fr_core_news_md",
    out: Annotated[Path, typer.Option(metavar="DIR", help="New folder for the pipeline; --model takes it.")],
    parser_data: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Treebank in CoNLL-U, for parser and tagger; may be repeated."),
    ] = None,
    names_data: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help='Lines {"text": …, "spans": [[start, end, "ORG"], …]}; may be repeated.'),
    ] = None,
    settings: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Settings in TOML: steps, learning rate, labels.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed and files give the same weights.")] = 1,
    weights_only: Annotated[
        bool, typer.Option("--weights-only", help="Write what changed only; the base must be an installed package.")
    ] = False,
) -> None:
    """Fine-tune the parser and the name recogniser of a spaCy pipeline on annotated files."""
    from kg.train import read_settings
    from kg.train import train as train_pipeline

    with progress("Training") as report:
        nlp = train_pipeline(
            base=base,
            out=out,
            parser_data=parser_data or [],
            names_data=names_data or [],
            settings=read_settings(settings) if settings else None,
            seed=seed,
            weights_only=weights_only,
            progress=lambda stage: report(stage.step, stage.steps),
        )
    ours = nlp.meta["kg"]
    say(f"trained   {', '.join(ours['trained'])}")
    say(f"weights   {ours['weights']}")
    say(f"model     {out}")
