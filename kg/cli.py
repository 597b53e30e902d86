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

from kg.errors import ArticleError, GraphError, KGError
from kg.terminal import prepare_streams, progress, say, warn

SEEDS = "seeds"
OUTPUT = Path("output")
INTERRUPTED = 130

app = typer.Typer(
    name="kg",
    help="Knowledge graphs from French news: offline, exact, every fact quoted to the character.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
        warn(f"{error.format_message()} (see kg --help)")
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
    """Read articles and write graph.ttl, claims.jsonl and graph.html."""
    import kg

    if not sources and not Path(SEEDS).is_dir():
        raise ArticleError(f"{SEEDS}: no such folder here; name the articles: kg build ARTICLE.txt")
    with progress("Reading articles") as report:
        graph = kg.build(sources or [SEEDS], model=model, facts=kg.Facts(facts), progress=report)
    graph.save(out, per_article=per_article)
    silent = {article.name for article in graph.knowledge.articles} - {claim.article for claim in graph.claims}
    for name in sorted(silent):
        warn(f"warning: {name}: no claim found in this article")
    statuses = Counter(claim.status.value for claim in graph.claims)
    counts = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
    say(f"articles  {len(graph.knowledge.articles)}")
    say(f"claims    {len(graph.claims)}{f' ({counts})' if counts else ''}")
    say(f"entities  {len(graph.knowledge.entities)}")
    say(f"page      {out / 'graph.html'}")


@app.command(name="open")
def open_page(
    page: Annotated[Path, typer.Argument(metavar="PAGE", help="The page of a graph.")] = OUTPUT / "graph.html",
) -> None:
    """Show the page in the browser; print where it is when there is none."""
    if not page.is_file():
        raise GraphError(f"{page}: no page there; make one with: kg build")
    if not webbrowser.open(page.resolve().as_uri()):
        say(str(page.resolve()))
