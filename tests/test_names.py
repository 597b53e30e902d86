from decimal import Decimal

import pytest
from conftest import Read

from kg.model import EntityType, MentionKind, Vote
from kg.type_votes import winner

pytestmark = pytest.mark.model

PERSON, ORGANIZATION, PLACE, PRODUCT, EVENT = (
    EntityType.PERSON,
    EntityType.ORGANIZATION,
    EntityType.PLACE,
    EntityType.PRODUCT,
    EntityType.EVENT,
)


def types(read: Read, text: str) -> dict[str, EntityType | None]:
    return {mention.span.of(text): mention.type for mention in read(text).mentions if mention.kind is MentionKind.NAME}


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("Le groupe Ferrand grandit.", "Ferrand", ORGANIZATION),
        ("La banque Méridia grandit.", "Méridia", ORGANIZATION),
        ("L’usine tourne, dit Claire Morvan.", "Claire Morvan", PERSON),
        ("Mme Benali a refusé.", "Benali", PERSON),
        ("Le ministre Paul Rivet a refusé.", "Paul Rivet", PERSON),
        ("Kowalski, PDG de Novalia, a refusé.", "Kowalski", PERSON),
        ("Kowalski, PDG de Novalia, a refusé.", "Novalia", ORGANIZATION),
        ("Elle vit en Belgique depuis peu.", "Belgique", PLACE),
        ("Elle est basée à Quimper.", "Quimper", PLACE),
        ("Le logiciel Factura plaît.", "Factura", PRODUCT),
        ("La société Ardent SA grandit.", "Ardent SA", ORGANIZATION),
        ("Il vit à Montreuil-sur-Orvanne.", "Montreuil-sur-Orvanne", PLACE),
        ("La ville de Morvanne grandit.", "Morvanne", PLACE),
        ("Elle recrute au nord de Morvanne.", "Morvanne", PLACE),
        ("Il a grandi à Sainte-Orvanne (Gironde).", "Sainte-Orvanne", PLACE),
        ("La déléguée UPB a refusé.", "UPB", ORGANIZATION),
        ("Kovalenko, 43 ans, a refusé.", "Kovalenko", PERSON),
        ("Claire-Marie a refusé.", "Claire-Marie", PERSON),
        ("La marque de vêtements Paule Verany grandit.", "Paule Verany", ORGANIZATION),
        ("L’appli de recettes Miamo plaît.", "Miamo", PRODUCT),
        ("Les voitures Rovex plaisent. Rovex recrute.", "Rovex", ORGANIZATION),
        ("Elle lance les biscuits Kiria et Dorane.", "Kiria", PRODUCT),
        ("Elle lance les biscuits Kiria et Dorane.", "Dorane", PRODUCT),
        ("Le groupe vit de ses marques Kiria et Dorane.", "Dorane", PRODUCT),
        ("Les groupes Kiria et Dorane grandissent.", "Dorane", ORGANIZATION),
        ("La technologie Kiria plaît.", "Kiria", PRODUCT),
        ("Elle préfère Kiria de l’américain Rovex.", "Kiria", PRODUCT),
        ("Le groupe Ferralu, rebaptisé Norvaine, grandit.", "Norvaine", ORGANIZATION),
        ("La rénovation a été confiée à Eiffalis.", "Eiffalis", ORGANIZATION),
        ("Elle est diplômée de la Morvan School.", "Morvan School", ORGANIZATION),
        ("La PME de Jambrun grandit.", "Jambrun", PLACE),
        ("Elle recrute dans le Centre-Bretagne.", "Centre-Bretagne", PLACE),
        ("La société Orvex-Sahel grandit.", "Orvex-Sahel", ORGANIZATION),
        ("Selon Le Courrier du Sud, il pleut.", "Le Courrier du Sud", ORGANIZATION),
        ("Elle a reçu le prix Morvan.", "prix Morvan", EVENT),
        ("Le groupe a des usines de Kermor et Jambrun.", "Jambrun", PLACE),
    ],
)
def test_name_has_the_type_of_its_cues(read_french: Read, text: str, name: str, type_: EntityType) -> None:
    assert types(read_french, text).get(name) is type_


def test_type_of_a_name_holds_in_the_whole_article(read_french: Read) -> None:
    text = "La société Aubrac grandit. Aubrac a gagné. Aubrac est loin."
    found = {mention.type for mention in read_french(text).mentions if mention.span.of(text) == "Aubrac"}
    assert found == {ORGANIZATION}


def test_surname_has_the_type_of_the_full_name(read_french: Read) -> None:
    text = "Sébastien Kowalski a gagné. Kowalski est loin."
    assert types(read_french, text)["Kowalski"] is PERSON


def test_name_is_found_again_where_the_recogniser_missed_it(read_french: Read) -> None:
    text = "La société Lorivel grandit. Chez Lorivel on rit. Lorivel, Lorivel, encore Lorivel."
    spans = [mention.span for mention in read_french(text).mentions if mention.span.of(text) == "Lorivel"]
    assert len(spans) == 5


@pytest.mark.parametrize("text", ["Hier, il a plu.", "Désormais, tout change.", "Selon elle, tout change."])
def test_word_at_the_start_of_a_sentence_is_no_name(read_french: Read, text: str) -> None:
    assert types(read_french, text) == {}


def test_name_has_no_determiner(read_french: Read) -> None:
    assert "Belgique" in types(read_french, "La Belgique proteste.")


def test_names_do_not_overlap(read_french: Read) -> None:
    text = "La Banque de Bretagne et le groupe Ferrand de Paul Rivet rachètent Novalia et Kermec Industrie à Brest."
    spans = [mention.span for mention in read_french(text).mentions if mention.kind is MentionKind.NAME]
    assert not any(one.overlaps(other) for one in spans for other in spans if one is not other)


def test_names_say_why_they_have_their_type(read_french: Read) -> None:
    text = "Le groupe Ferrand grandit."
    (mention,) = (m for m in read_french(text).mentions if m.span.of(text) == "Ferrand")
    assert all(vote.reason for vote in mention.votes)
    assert mention.votes


def test_short_name_of_a_company_has_the_type_of_the_full_name(read_french: Read) -> None:
    assert types(read_french, "Orvanne SA est loin. Orvanne a gagné.")["Orvanne"] is ORGANIZATION


def test_names_of_a_list_are_what_most_of_them_are(read_french: Read) -> None:
    found = types(read_french, "Solvix a fermé ses sites de Lyon, Morvo, Orvanne et Dijon.")
    assert {found[name] for name in ("Lyon", "Morvo", "Orvanne", "Dijon")} == {PLACE}


def test_listed_name_ends_where_a_longer_one_begins(read_french: Read) -> None:
    found = types(read_french, "L’Autorité de la concurrence enquête sur Brisane.")
    assert found == {"Autorité de la concurrence": ORGANIZATION, "Brisane": ORGANIZATION}


def test_name_of_a_body_has_no_possessive(read_french: Read) -> None:
    names = types(read_french, "Le groupe Orvalis a saisi la Justice et ses avocats se taisent.")
    assert not any(" ses " in name for name in names)


@pytest.mark.parametrize(("heard", "type_"), [((), PRODUCT), (("recogniser: ORG",), ORGANIZATION)])
def test_capitals_alone_make_no_organisation(heard: tuple[str, ...], type_: EntityType) -> None:
    votes = [Vote(type=ORGANIZATION, weight=Decimal("0.75"), reason=reason) for reason in ("acronym", *heard)]
    assert winner(votes) is type_


def test_list_ends_with_its_conjunction(read_french: Read) -> None:
    text = "Fondée par Awa Koffi et Paul Rivet, Orvalis recrute. La société Orvalis grandit."
    assert types(read_french, text)["Orvalis"] is ORGANIZATION


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Marc de Kersaint a refusé.", "Marc de Kersaint"),
        ("Anne Le Goff a refusé.", "Anne Le Goff"),
        ("La boutique marc&anna grandit.", "marc&anna"),
        ("Le portail voyages-malins.fr grandit.", "voyages-malins.fr"),
        (
            "Il préside la Fédération pour la défense et la promotion des phares.",
            "Fédération pour la défense et la promotion des phares",
        ),
        (
            "Elle travaille au Haut-Commissariat des Nations unies aux droits de l’homme.",
            "Haut-Commissariat des Nations unies aux droits de l’homme",
        ),
        ("Il l’a dit sur France 2 hier.", "France 2"),
        ("Le groupe Avril a refusé.", "Avril"),
        ("Le groupe Ciments de l’Oriental grandit.", "Ciments de l’Oriental"),
        ("Brasseries de l’Orvanne a refusé.", "Brasseries de l’Orvanne"),
        ("Elle lit La Tribune de Morvanne.", "La Tribune de Morvanne"),
        (
            "La Compagnie ivoirienne d’assurance et de réassurance grandit.",
            "Compagnie ivoirienne d’assurance et de réassurance",
        ),
        ("La Société minière de Morvan et de Toul (SMMT) grandit.", "Société minière de Morvan et de Toul"),
        ("Il dirige l’ex-Ferralu depuis peu.", "Ferralu"),
        ("Selon L’Est libre, la fonderie a fermé.", "L’Est libre"),
        ("Elle est cotée à la Bourse suisse Morvan Exchange.", "Morvan Exchange"),
        ("Il vit aux îles Vierges britanniques.", "îles Vierges britanniques"),
        ("Le maire Paul Rivet (MR) a refusé.", "MR"),
    ],
)
def test_name_is_kept_whole(read_french: Read, text: str, name: str) -> None:
    assert name in types(read_french, text)


@pytest.mark.parametrize(
    "text",
    [
        "Huit gendarmes ont refusé.",
        "Les Suédois ont refusé.",
        "Le Premier ministre a refusé.",
        "La Directrice Générale a refusé.",
        "On a perdu 40 millions de DH.",
        "Elle navigue sur Internet.",
        "Il doit tout aux Bretons.",
        "Elle a peint au XXe siècle.",
        "Elle est partie en Mars 2021.",
        "Contactée mardi, elle a refusé.",
        "« Notifiée hier, la vente attend. »",
        "Le ministre des Mines et de la Géologie a refusé.",
        "Huiles de table : la hausse continue",
        "Une majorité de Guinéens a refusé.",
        "Elle a perdu 22 millions $ CA.",
        "L’ex-Président a refusé.",
        "Partager sur Facebook\nTwitter,\nWhatsApp",
    ],
)
def test_word_with_a_capital_that_names_nothing_is_no_name(read_french: Read, text: str) -> None:
    assert types(read_french, text) == {}
