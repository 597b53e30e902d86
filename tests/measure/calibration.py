"""How far the confidence of claims can be trusted: reliability and calibration error on hand-made facts.

    python tests/measure/calibration.py GOLD [--model NAME|PATH] [--plot FILE.svg]
                                             [--write ontology/lang/fr/confidence.yaml]

GOLD is a folder of NAME.gold.json with the texts beside them. A closed claim counts as right when `kg eval` counts it so.
Prints, over all claims, a table of ten bins for the confidence as it is (`--plot` draws it), and then the expected
calibration error, the Brier score and the log loss of it and of ways to mend it, each fitted on the other articles only
(cross-validation by article, so that no claim is judged by its own article):

    constant   the share of right claims, whatever the frame
    scaled     two numbers: the log-odds of the confidence times one plus the other
    isotonic   any rising step function of the confidence

What each frame turned out to be worth was tried as well and left out: drawn to the scaled confidence by 2 to 64 imagined
claims its log loss was .639 to .580 on 302 claims, that of the two numbers .576. There are too few claims a frame.
`--write` writes the two numbers, fitted on all articles, as data. Nothing reads them unless the program says so.
"""

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import kg
from kg.gold import read_gold
from kg.score import score_article

BINS = 10
STEPS, RATE = 2000, 0.5  # of the gradient descent for two numbers
FOLDS = 10
FLOOR = 0.01  # no claim is impossible or certain


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A claim with its confidence, and whether it is right."""

    article: str
    frame: str
    confidence: float
    is_right: bool


Mapping = Callable[[Judged], float]
Fit = Callable[[Sequence[Judged]], Mapping]


def judge(gold: Path, model: str | None) -> tuple[Judged, ...]:
    """Return the closed claims of the articles of a folder, each with whether it is right."""
    golds = read_gold([gold])
    graph = kg.build([one.text_path for one in golds], model=model)
    judged = []
    for one in golds:
        verdict = score_article(one, [claim for claim in graph.claims if claim.article == one.name])
        for claim, is_right in [*((claim, True) for claim, _ in verdict.hits), *((c, False) for c in verdict.wrong)]:
            judged.append(
                Judged(article=one.name, frame=claim.frame, confidence=float(claim.confidence), is_right=is_right)
            )
    return tuple(judged)


def fit_nothing(_claims: Sequence[Judged]) -> Mapping:
    """Return the confidence as it is."""
    return lambda claim: claim.confidence


def fit_constant(claims: Sequence[Judged]) -> Mapping:
    """Return one confidence for all."""
    share = _share(claims)
    return lambda _claim: share


def fit_scaled(claims: Sequence[Judged]) -> Mapping:
    """Return the confidence with its log-odds stretched and shifted."""
    slope, shift = scale(claims)
    return lambda claim: _logistic(slope * _log_odds(claim.confidence) + shift)


def scale(claims: Sequence[Judged]) -> tuple[float, float]:
    """Return the slope and the shift of the log-odds with which the claims are likeliest."""
    slope, shift = 1.0, 0.0
    points = [(_log_odds(claim.confidence), float(claim.is_right)) for claim in claims]
    for _ in range(STEPS):
        errors = [(_logistic(slope * odds + shift) - right, odds) for odds, right in points]
        slope -= RATE * sum(error * odds for error, odds in errors) / len(errors)
        shift -= RATE * sum(error for error, _ in errors) / len(errors)
    return slope, shift


def fit_isotonic(claims: Sequence[Judged]) -> Mapping:
    """Return the rising step function of the confidence that is nearest to what is right."""
    blocks: list[tuple[float, float, int]] = []  # (lowest confidence, sum of right, claims)
    grouped: dict[float, list[bool]] = defaultdict(list)
    for claim in claims:
        grouped[claim.confidence].append(claim.is_right)
    for confidence, rights in sorted(grouped.items()):
        blocks.append((confidence, sum(rights), len(rights)))
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            _, right, size = blocks.pop()
            lowest, other_right, other_size = blocks.pop()
            blocks.append((lowest, right + other_right, size + other_size))
    steps = [(lowest, right / size) for lowest, right, size in blocks]
    return lambda claim: next((value for lowest, value in reversed(steps) if lowest <= claim.confidence), steps[0][1])


FITS: dict[str, Fit] = {
    "as it is": fit_nothing,
    "constant": fit_constant,
    "scaled": fit_scaled,
    "isotonic": fit_isotonic,
}


def cross_validate(claims: Sequence[Judged], fit: Fit) -> list[tuple[float, bool]]:
    """Return for each claim the confidence that a mapping fitted on other articles gives, and whether it is right."""
    names = sorted({claim.article for claim in claims})
    fold_of = {name: place % FOLDS for place, name in enumerate(names)}
    found = []
    for fold in range(FOLDS):
        mapping = fit([claim for claim in claims if fold_of[claim.article] != fold])
        own = [claim for claim in claims if fold_of[claim.article] == fold]
        found += [(min(max(mapping(claim), FLOOR), 1 - FLOOR), claim.is_right) for claim in own]
    return found


def reliability(pairs: Iterable[tuple[float, bool]]) -> list[tuple[float, float, float, int]]:
    """Return the bins that hold claims: (lower end, mean confidence, share of right claims, claims)."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, is_right in pairs:
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, is_right))
    return [
        (place / BINS, sum(c for c, _ in own) / len(own), sum(right for _, right in own) / len(own), len(own))
        for place, own in sorted(bins.items())
    ]


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Return the mean distance between confidence and share of right claims over bins, weighted by their claims."""
    return sum(size * abs(mean - share) for _, mean, share, size in reliability(pairs)) / len(pairs)


def _share(claims: Sequence[Judged]) -> float:
    return sum(claim.is_right for claim in claims) / len(claims)


def _log_odds(share: float) -> float:
    bounded = min(max(share, FLOOR), 1 - FLOOR)
    return math.log(bounded / (1 - bounded))


def _logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def to_yaml(claims: Sequence[Judged]) -> str:
    """Return the two numbers of the scaled confidence as data, with what they were measured on."""
    slope, shift = scale(claims)
    return (
        "# calibrated confidence = logistic(slope * log-odds of the confidence + shift)\n"
        "# Made by tests/measure/calibration.py --write; do not edit.\n"
        f"slope: {slope:.3f}\nshift: {shift:.3f}\nclaims: {len(claims)}\narticles: {len({c.article for c in claims})}\n"
    )


def to_svg(bins: Sequence[tuple[float, float, float, int]]) -> str:
    """Return a picture of the bins: a disc each, as large as its claims, on the diagonal where confidence is honest."""
    size, margin = 400, 40
    most = max(count for *_, count in bins)
    discs = "".join(
        f'<circle cx="{margin + mean * size:.1f}" cy="{margin + (1 - share) * size:.1f}" '
        f'r="{4 + 16 * math.sqrt(count / most):.1f}" fill="#2a6" fill-opacity=".6">'
        f"<title>{mean:.2f} → {share:.2f}, {count} claims</title></circle>"
        for _, mean, share, count in bins
    )
    ticks = "".join(
        f'<text x="{margin + at * size / 10:.0f}" y="{margin + size + 18}" text-anchor="middle">{at / 10:.1f}</text>'
        f'<text x="{margin - 8}" y="{margin + size - at * size / 10 + 4:.0f}" text-anchor="end">{at / 10:.1f}</text>'
        for at in range(0, 11, 2)
    )
    whole, end = size + 2 * margin, margin + size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif" font-size="12">'
        f'<rect width="{whole}" height="{whole}" fill="#fff"/><rect x="{margin}" y="{margin}" width="{size}" '
        f'height="{size}" fill="none" stroke="#999"/><path d="M{margin} {end}L{end} {margin}" stroke="#999"/>'
        f'{ticks}{discs}<text x="{whole / 2}" y="{whole - 6}" text-anchor="middle">confidence</text>'
        f'<text x="{margin}" y="{margin - 10}">share of right claims</text></svg>\n'
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--plot", type=Path, metavar="FILE")
    parser.add_argument("--write", type=Path, metavar="FILE")
    options = parser.parse_args()
    claims = judge(options.gold, options.model)
    out = sys.stdout.write
    out(f"{len(claims)} closed claims, {_share(claims):.3f} right\n\n")
    out("confidence as it is\n  from   mean   right  claims\n")
    for low, mean, share, size in reliability(cross_validate(claims, fit_nothing)):
        out(f"  {low:.1f}   {mean:.3f}  {share:.3f}  {size:5}  {'#' * round(40 * share)}\n")
    out("\ncross-validated by article    ECE   Brier  log loss\n")
    for name, fit in FITS.items():
        pairs = cross_validate(claims, fit)
        brier = sum((confidence - right) ** 2 for confidence, right in pairs) / len(pairs)
        loss = -sum(math.log(confidence if right else 1 - confidence) for confidence, right in pairs) / len(pairs)
        out(f"  {name:24}  {calibration_error(pairs):.3f}   {brier:.3f}    {loss:.3f}\n")
    out("\nscaled, on all articles: slope {:.3f}, shift {:.3f}\n".format(*scale(claims)))
    if options.plot is not None:
        options.plot.write_text(to_svg(reliability(cross_validate(claims, fit_nothing))), encoding="utf-8")
    if options.write is not None:
        options.write.write_text(to_yaml(claims), encoding="utf-8")


if __name__ == "__main__":
    main()
