"""What the command line says: results on stdout, all else on stderr, and nothing from an article that a terminal obeys."""

import io
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

# Characters that turn the direction of the text after them, so that it can be read as something else.
TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})

MAX_WIDTH = 10_000  # of a table that goes into a file or a pipe, where nothing needs to wrap

Report = Callable[[int, int], None]


def harmless(text: str) -> str:
    """Return `text` with control and direction characters written as escapes; line ends and tabs stay."""
    return "".join(letter if _is_harmless(letter) else _escape(letter) for letter in text)


def _is_harmless(letter: str) -> bool:
    if letter.isprintable() or letter in "\n\t":
        return True
    # A no-break space is not "printable" for Python, an unassigned character or a soft hyphen does nothing.
    return (
        unicodedata.category(letter) not in {"Cc", "Cs", "Zl", "Zp"}
        and unicodedata.bidirectional(letter) not in TURNING
    )


def _escape(letter: str) -> str:
    return letter.encode("unicode_escape", "surrogatepass").decode("ascii")


def say(line: str = "") -> None:
    """Print a line for the reader on stdout."""
    sys.stdout.write(harmless(line) + "\n")


def say_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table on stdout, one line a row where there is room: as wide as the terminal, or as it needs in a file."""
    table = Table(box=box.MARKDOWN)
    for column in columns:
        table.add_column(_cell(column))
    for row in rows:
        table.add_row(*map(_cell, row))
    # Drawn in memory, so that an encoding without some letter meets it in `say`.
    console = Console(file=io.StringIO(), width=None if sys.stdout.isatty() else MAX_WIDTH, color_system=None)
    with console.capture() as captured:
        console.print(table, soft_wrap=False)
    for line in captured.get().splitlines():
        if line.strip():
            say(line.strip())
    if not rows:
        warn("no result")


def _cell(text: str) -> Text:
    return Text(" ".join(harmless(text).split()))


def warn(line: str) -> None:
    """Print a line on stderr."""
    sys.stderr.write(f"kg: {harmless(line)}\n")


def write_result(result: bytes) -> None:
    """Write a result on stdout: byte for byte into a file or a pipe, made harmless on a terminal."""
    if sys.stdout.isatty():
        sys.stdout.write(harmless(result.decode("utf-8", "replace").replace("\r\n", "\n")))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(result)


def prepare_streams() -> None:
    """Let stdout and stderr of any locale take any text: what it cannot encode comes as an escape, not as a crash."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def progress(what: str) -> Iterator[Report]:
    """Show a bar on stderr while the block runs, when stderr is a terminal; yield what reports (done, total)."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
