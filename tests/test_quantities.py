from decimal import Decimal
from itertools import pairwise

import pytest
from parsed import make_flat_doc

from kg.lexicon import load_lexicon
from kg.model import Bound, Date, Quantity
from kg.quantities import Measure, find_measures

NOUNS = "salariés personnes postes emplois usines clients ouvriers magasins"


def measures(text: str) -> tuple[Measure, ...]:
    return find_measures(make_flat_doc(text, nouns=NOUNS), load_lexicon())


def only(text: str) -> Quantity | Date:
    (measure,) = measures(text)
    return measure.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ils sont 3 500 salariés", "3500"),
        ("Ils sont 3\u00a0500 salariés", "3500"),
        ("Ils sont 3.500 salariés", "3500"),
        ("Ils sont 12 450 300 clients", "12450300"),
        ("Ils sont 47 ouvriers", "47"),
        ("Ils sont sept cents salariés", "700"),
        ("Ils sont deux mille salariés", "2000"),
        ("Ils sont trois ouvriers", "3"),
        ("Ils sont cent vingt salariés", "120"),
        ("Ils sont soixante-dix salariés", "70"),
    ],
)
def test_count_has_its_value(text: str, value: str) -> None:
    assert only(text) == Quantity(value=Decimal(value))


def test_thousands_and_hundreds_in_words_add_up() -> None:
    assert only("Ils sont deux mille cinq cents salariés") == Quantity(value=Decimal(2500))


def test_about_ten_in_words_counts_ten() -> None:
    value = only("Une dizaine de salariés partent")
    assert isinstance(value, Quantity)
    assert value.value == Decimal(10)


def test_counted_noun_is_kept_as_a_lemma() -> None:
    (measure,) = measures("Ils sont 3 500 salariés")
    assert measure.noun == "salarié"


def test_count_ends_with_its_noun() -> None:
    text = "Ils sont 3 500 salariés ici"
    (measure,) = measures(text)
    assert measure.span.of(text) == "3 500 salariés"


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("Il coûte 2,7 milliards d’euros", "2700000000", "EUR"),
        ("Il coûte 12 millions de dollars", "12000000", "USD"),
        ("Il coûte 40 €", "40", "EUR"),
        ("Il coûte 1,5 million de francs suisses", "1500000", "CHF"),
        ("Il coûte 300 000 euros", "300000", "EUR"),
        ("Il coûte 80 millions de livres sterling", "80000000", "GBP"),
        ("Il coûte 500 millions de dirhams", "500000000", "MAD"),
        ("Il coûte 35 M€", "35000000", "EUR"),
        ("Il coûte 20 milliards de francs CFA", "20000000000", "XOF"),
    ],
)
def test_money_is_in_full_with_its_currency(text: str, value: str, currency: str) -> None:
    assert only(text) == Quantity(value=Decimal(value), unit=currency)


@pytest.mark.parametrize("text", ["Ils sont 22 % ici", "Ils sont 22 pour cent ici", "Ils sont 22% ici"])
def test_share_is_in_percent(text: str) -> None:
    assert only(text) == Quantity(value=Decimal(22), unit="%")


def test_share_keeps_its_decimals() -> None:
    assert only("Il monte de 4,25 % ici") == Quantity(value=Decimal("4.25"), unit="%")


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("plus de", Bound.MORE_THAN),
        ("moins de", Bound.LESS_THAN),
        ("pas moins de", Bound.AT_LEAST),
        ("au moins", Bound.AT_LEAST),
        ("près de", Bound.ABOUT),
        ("environ", Bound.ABOUT),
        ("quelque", Bound.ABOUT),
        ("jusqu’à", Bound.AT_MOST),
    ],
)
def test_bound_before_a_number_is_kept(words: str, bound: Bound) -> None:
    assert only(f"Elle emploie {words} 900 salariés") == Quantity(value=Decimal(900), bound=bound)


def test_number_without_a_bound_has_none() -> None:
    value = only("Elle emploie 900 salariés")
    assert isinstance(value, Quantity)
    assert value.bound is None


def test_bound_stays_out_of_the_span() -> None:
    text = "Elle emploie plus de 900 salariés"
    (measure,) = measures(text)
    assert measure.span.of(text) == "900 salariés"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Créée en 1987 à Lens", "1987"),
        ("Créée en mars 1987 à Lens", "1987-03"),
        ("Créée le 12 mars 1987 à Lens", "1987-03-12"),
        ("Créée le 1er mars 1987 à Lens", "1987-03-01"),
        ("Créée en décembre 2024 à Lens", "2024-12"),
    ],
)
def test_date_is_as_precise_as_the_text(text: str, date: str) -> None:
    assert Date(date=date) in [measure.value for measure in measures(text)]


def test_year_with_a_unit_is_no_date() -> None:
    assert only("Il coûte 2000 euros") == Quantity(value=Decimal(2000), unit="EUR")


def test_number_word_alone_counts_nothing() -> None:
    assert measures("Les deux partent") == ()


def test_article_is_no_number() -> None:
    assert measures("Il ouvre une usines") == ()


def test_number_within_a_name_of_letters_is_none() -> None:
    assert measures("Le modèle A320neo vole") == ()


def test_measures_are_in_text_order_and_apart() -> None:
    found = measures("Créée en 1987 avec 40 salariés et 3 millions d’euros")
    spans = [measure.span for measure in found]
    assert spans == sorted(spans)
    assert not any(one.overlaps(other) for one, other in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Le total atteint un demi-milliard d’euros", "500000000"),
        ("Le total atteint deux milliards et demi d’euros", "2500000000"),
        ("Le total atteint 1 million et demi d’euros", "1500000"),
        ("Le résultat ressort à -20 millions d’euros", "-20000000"),
        ("Le résultat ressort à 20 millions d’euros", "20000000"),
    ],
)
def test_money_with_halves_and_signs(text: str, value: str) -> None:
    assert only(text) == Quantity(value=Decimal(value), unit="EUR")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Elle vend la moitié du capital", "50"),
        ("Elle vend un quart du capital", "25"),
        ("Elle vend les trois quarts du capital", "75"),
        ("Elle vend deux cinquièmes du capital", "40"),
    ],
)
def test_part_of_a_whole_is_a_share(text: str, value: str) -> None:
    assert only(text) == Quantity(value=Decimal(value), unit="%")


def test_half_that_is_of_nothing_is_no_share() -> None:
    assert measures("Elle a fait la moitié") == ()


def test_collective_number_is_about() -> None:
    value = only("Une dizaine de salariés partent")
    assert isinstance(value, Quantity)
    assert value.bound is Bound.ABOUT
