"""The public page says every answer and finding in the words of the checker itself."""

from certificates import Answer, Outcome
from certificates.verifying import sayings
from certificates.verifying.report import conclude, failed
from curriculum.labels import label
from curriculum.verify import words
from tests.conftest import NOW


def test_answers_and_outcomes_are_named_as_the_checker_names_them(app):
    for language in ("fr", "en"):
        with app.test_request_context(f"/verify?lang={language}"):
            said = [label(one) for one in (*Answer, *Outcome)]
            sentences = {one: words.sentence_for(one) for one in Answer}
        assert said == [sayings.word_for(one, language) for one in (*Answer, *Outcome)]
        assert sentences == {one: sayings.meaning_of(one, language) for one in Answer}


def test_every_answer_has_a_look():
    assert {one: words.kind_of(one) for one in (Answer.VALID, Answer.EXPIRED, Answer.REVOKED)} == {
        Answer.VALID: "good",
        Answer.EXPIRED: "wait",
        Answer.REVOKED: "bad",
    }


def test_a_failed_check_comes_with_help(app):
    report = conclude([failed("digest", "other_file", Answer.ALTERED)], NOW, None)
    with app.test_request_context("/verify?lang=fr"):
        (said,) = words.findings(report)
    assert said == {
        "title": "Fichier scellé",
        "outcome": "failed",
        "word": "Pas en ordre",
        "detail": "Ce n’est pas le fichier enregistré.",
        "help": "Ne vous fiez pas à ce fichier\N{NO-BREAK SPACE}; prenez celui que remet l’émetteur.",
    }
