"""What no source may do: commit, tell the time, read another room's tables to write, grow without end."""

import subprocess

import pytest

from tests.house.reading import (
    LONGEST_FILE,
    ROOT,
    addresses,
    clock_readings,
    commits,
    foreign_rows,
    long_functions,
    sources,
    writes,
)

CODE = sources("curriculum", "certificates")
MACHINE_WRITTEN = "curriculum/migrations/versions/"

MAY_COMMIT = {
    "curriculum/db/__init__.py": "the one transaction()",
    "curriculum/migrations/env.py": "migrations run outside the application",
}
MAY_TELL_TIME = {
    "curriculum/clock.py": "the only one who knows",
    "certificates/__main__.py": "the command line of a package that stands alone",
}
MAY_READ_ROWS = {
    "curriculum/progress/service.py": "asks who is concerned by a change: keys only, in one statement",
    "curriculum/awards/signing/listeners.py": "asks which applications hold a piece of evidence: keys only",
    "curriculum/awards/signing/statements.py": "names the type of a path version that its queries gave",
    "curriculum/transitions/drawing.py": "names the type of a path version that its queries gave",
    "curriculum/transitions/terms.py": "names the type of a path version that its queries gave",
    "curriculum/feedback/evaluating.py": "names the type of a run that delivery's queries gave",
    "curriculum/assessment/observing.py": "names the type of a run that delivery's queries gave",
}
"""`service` reads other rooms through their queries; these four are told apart by what they take."""

LONG_FILES = {
    "tests/accounts/test_pages.py": "every page of signing in and administering, in their order",
    "tests/catalogue/test_service.py": "the whole way of a version, step by step",
    "tests/intake/test_service.py": "the whole way of a list, step by step",
}


def _offenders(check, texts=None) -> set[str]:
    return {path for path, text in (texts or CODE).items() if check(text)}


def test_only_the_transaction_commits():
    assert _offenders(commits) == set(MAY_COMMIT)


def test_only_the_clock_tells_the_time():
    assert _offenders(clock_readings) == set(MAY_TELL_TIME)


def test_services_read_other_rooms_through_queries():
    rooms = {path: text for path, text in CODE.items() if path.count("/") > 1 and writes(path, text)}
    services = {path: text for path, text in rooms.items() if path.startswith("curriculum/")}

    assert len(services) > 20
    assert {path for path, text in services.items() if foreign_rows(path, text)} == set(MAY_READ_ROWS)


def test_functions_fit_on_a_screen():
    texts = CODE | sources("tests", "tools")

    assert {
        path for path in _offenders(long_functions, texts) if not path.startswith(MACHINE_WRITTEN)
    } == set()


def test_files_stay_short():
    lengths = {path: text.count("\n") for path, text in (CODE | sources("tests", "tools")).items()}
    long = {path for path, lines in lengths.items() if lines > LONGEST_FILE}

    assert {path for path in long if not path.startswith(MACHINE_WRITTEN)} == set(LONG_FILES)


def test_no_committed_file_names_a_machine():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout: nothing says which files are committed")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    texts = {str(path): path.read_bytes().decode(errors="replace") for path in paths if path.exists()}

    assert len(texts) > 100
    assert {path: found for path, text in texts.items() if (found := addresses(text))} == {}


@pytest.mark.parametrize(
    ("check", "planted", "names"),
    [
        pytest.param(
            commits, "def f(session):\n    session.commit()", "line 2: session.commit()", id="commit"
        ),
        pytest.param(clock_readings, "x = datetime.now(UTC)", "line 1: datetime.now", id="now"),
        pytest.param(clock_readings, "x = datetime.date.today()", "line 1: datetime.date.today", id="today"),
        pytest.param(clock_readings, "x = time.time()", "line 1: time.time", id="time"),
        pytest.param(clock_readings, "from time import time", "from time import time", id="from time"),
        pytest.param(clock_readings, "x = func.now()", "line 1: func.now", id="the database's clock"),
        pytest.param(long_functions, "def f():\n" + "    x = 1\n" * 60, "f: 61 lines", id="long function"),
        pytest.param(addresses, "see /ho" + "me/ann/notes.txt", "/ho" + "me/ann", id="a machine's path"),
        pytest.param(addresses, "--index" + "-url http://x/y", "--index" + "-url http://x/y", id="an index"),
    ],
)
def test_planted_line_is_named(check, planted, names):
    assert check(planted) == [names]


def test_planted_import_of_another_rooms_table_is_named():
    path = "curriculum/donors/service.py"
    planted = (
        "from curriculum.paths.models import PathKind, PathVersion\n"
        "from curriculum.awards.models.signing import SignOff\n"
        "from curriculum.donors.models import Donor\n"
    )

    assert writes(path, planted)
    assert foreign_rows(path, planted) == [
        "curriculum.paths.models.PathVersion",
        "curriculum.awards.models.signing.SignOff",
    ]
