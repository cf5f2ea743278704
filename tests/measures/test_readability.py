"""How hard texts are to read, in Kazakh, Russian and English."""

import pytest

from familymap.measures.readability import hard_to_read, read, sentences_of, words_of

ORDERS = {
    "kk": (
        "Техникалық және кәсіптік, орта білімнен кейінгі білімнің білім беру бағдарламаларын іске асыратын "
        "білім беру ұйымдарына оқуға түсу кезінде қабылдау квотасының мөлшерін бекіту туралы бұйрық алғашқы "
        "ресми жарияланған күнінен кейін күнтізбелік он күн өткен соң қолданысқа енгізіледі."
    ),
    "ru": (
        "Социальные рабочие места создаются работодателем на договорной основе с карьерным центром для "
        "трудоустройства безработных, относящихся к целевым группам населения, с частичным возмещением "
        "затрат на оплату труда в порядке, определяемом уполномоченным государственным органом."
    ),
    "en": (
        "Subsidised workplaces are established by employers on a contractual basis with the career centre "
        "for the employment of unemployed persons belonging to target groups, with partial reimbursement of "
        "expenditure on remuneration in accordance with the procedure of the authorised body."
    ),
}
PLAIN = {
    "kk": "Жұмысты мансап орталығы табады. Жалақыны бір жылға дейін мемлекет төлейді. Диплом керек емес.",
    "ru": "Работу находит карьерный центр. До года зарплату платит государство. Диплом не нужен.",
    "en": "The career centre finds the job. The state pays the wage for up to a year. No diploma is needed.",
}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_orders_are_hard_and_plain_texts_are_not(language: str) -> None:
    assert len(hard_to_read(ORDERS[language], language)) >= 2
    assert hard_to_read(PLAIN[language], language) == []
    assert read(ORDERS[language], language).lix > 55 > 40 > read(PLAIN[language], language).lix


def test_the_formula() -> None:
    """Two sentences of four words, of which two of eight are long: 4 + 25."""
    found = read("The pensions are paid. They reach everybody soon.", "en")
    assert (found.sentences, found.words, found.long_words, found.longest_sentence) == (2, 8, 2, 4)
    assert (found.average_sentence, found.long_share, found.lix) == (4.0, 0.25, 29.0)
    assert found.longest_word == "everybody"


def test_no_words_at_all() -> None:
    found = read(" … ", "kk")
    assert (found.sentences, found.words, found.lix, found.longest_word) == (0, 0, 0.0, "")
    assert hard_to_read("", "ru") == []


def test_what_ends_a_sentence() -> None:
    assert sentences_of("Есть закон, ст. 5. Он действует с 18.08.2025 года… Хорошо?") == [
        "Есть закон, ст. 5.",
        "Он действует с 18.08.2025 года…",
        "Хорошо?",
    ]
    assert sentences_of("Бұл – «Күміс жас». Өтініш беріңіз. {amount} теңге төленеді.") == [
        "Бұл – «Күміс жас».",
        "Өтініш беріңіз.",
        "{amount} теңге төленеді.",
    ]
    assert sentences_of("He said «yes.» Then he left.") == ["He said «yes.»", "Then he left."]


def test_what_is_a_word() -> None:
    assert words_of("ата-ана – 2,5 жыл, {amount} теңге, SMS-ке") == [
        "ата-ана",
        "2,5",
        "жыл",
        "0",
        "теңге",
        "SMS-ке",
    ]


def test_long_words_count_only_where_there_are_enough() -> None:
    """«Registered pensioners» is no hard text, though half a page of such words is."""
    assert hard_to_read("Unemployed pensioners.", "en") == []
    many = " ".join(["Unemployed pensioners received compensation yesterday."] * 5)
    told = hard_to_read(many, "en")
    assert [fault.split(" ")[0] for fault in told] == ["100%", "LIX"]
    assert "«compensation»" in told[0]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="choose one of kk, ru, en"):
        read("Hallo.", "de")
