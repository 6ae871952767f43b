"""`cursus doctor`: every setting, every problem at once, what to do, and an honest exit status."""

import pytest

from curriculum import config, operations
from curriculum.operations import checkup
from tests.operations.test_starting import instance

__all__ = ["instance"]


@pytest.fixture
def begun(instance):
    operations.init(lambda line: None)
    return instance


def examined() -> tuple[int, list[str]]:
    said: list[str] = []
    return operations.doctor(said.append), said


def signs(said: list[str], level: str) -> list[str]:
    return [line for line in said if line.startswith(level)]


def test_a_begun_deployment_has_no_error(begun):
    status, said = examined()
    assert (status, signs(said, "error")) == (0, [])


def test_every_setting_is_shown_and_secrets_are_hidden(begun, monkeypatch):
    monkeypatch.setenv("CURSUS_SECRET_KEY", "this secret is never shown to anybody")
    _, said = examined()
    settings = "\n".join(signs(said, "setting"))
    assert "secret_key = (hidden)" in settings
    assert "public_url = http://127.0.0.1:8000" in settings
    assert "never shown" not in "\n".join(said)


def test_every_bad_setting_is_told_at_once(begun, monkeypatch):
    monkeypatch.setenv("CURSUS_PROXIES", "many")
    monkeypatch.setenv("CURSUS_ACCENT", "pink")
    monkeypatch.setenv("CURSUS_ISSUER_DOMAIN", "https://x")
    status, said = examined()
    assert (status, len(signs(said, "error"))) == (1, 3)


def open_the_folder(instance, monkeypatch) -> None:
    (instance / "keys").chmod(0o755)


def open_a_key(instance, monkeypatch) -> None:
    (instance / "keys" / "ca.key").chmod(0o640)


def lose_the_keys(instance, monkeypatch) -> None:
    (instance / "keys" / "root.pem").unlink()


def take_other_keys(instance, monkeypatch) -> None:
    (instance / "keys" / "root.pem").write_text("another")


def go_public(instance, monkeypatch) -> None:
    monkeypatch.setenv("CURSUS_DEMO", "1")
    monkeypatch.setenv("CURSUS_PUBLIC_URL", "https://cursus.gov.example")


def lose_the_database(instance, monkeypatch) -> None:
    (instance / "data" / "cursus.db").unlink()


ILLS = [
    pytest.param(open_the_folder, "is open to others (755)", id="key-folder-open"),
    pytest.param(open_a_key, "is open to others (640)", id="key-readable-by-group"),
    pytest.param(lose_the_keys, "no signing keys", id="keys-lost"),
    pytest.param(take_other_keys, "not those of the register", id="keys-of-another-register"),
    pytest.param(go_public, "demonstration mode at https://cursus.gov.example", id="demo-in-public"),
    pytest.param(lose_the_database, "schema at nothing", id="no-schema"),
]


@pytest.mark.parametrize(("fall_ill", "said"), ILLS)
def test_what_is_wrong_is_an_error_that_says_how_to_mend_it(begun, monkeypatch, fall_ill, said):
    fall_ill(begun, monkeypatch)
    status, lines = examined()
    errors = [line for line in signs(lines, "error") if said in line]
    assert (status, len(errors)) == (1, 1)
    assert "; " in errors[0]


def test_an_old_sqlite_is_named(begun, monkeypatch):
    monkeypatch.setattr(checkup, "SQLITE_NEEDED", (99, 0, 0))
    status, said = examined()
    assert status == 0
    assert any("is older than 99.0.0" in line for line in signs(said, "warning"))


def no_landlock(begun, monkeypatch) -> None:
    monkeypatch.setattr(checkup.walls, "is_available", lambda: False)


def landlock(begun, monkeypatch) -> None:
    monkeypatch.setattr(checkup.walls, "is_available", lambda: True)


def another_user(begun, monkeypatch) -> None:
    def closed(path):
        raise PermissionError(path)

    monkeypatch.setattr(checkup.Path, "iterdir", closed)


def demonstration(begun, monkeypatch) -> None:
    landlock(begun, monkeypatch)
    monkeypatch.setenv("CURSUS_DEMO", "1")


APART = "run the worker as a user of its own who alone can read "
WALLS = [
    (no_landlock, "warning  wall between web and keys: none; " + APART, "nothing stands"),
    (
        landlock,
        "note     wall between web and keys: Landlock alone; " + APART,
        "one wall, within one process",
    ),
    (demonstration, "ok       wall between web and keys: Landlock", "enough to look around"),
    (another_user, "ok       wall between web and keys: a separate user", "the system keeps them apart"),
]


@pytest.mark.parametrize(("stand", "line", "reason"), WALLS, ids=[row[2] for row in WALLS])
def test_doctor_says_which_wall_stands_and_which_should(stand, line, reason, begun, monkeypatch):
    stand(begun, monkeypatch)
    settings = config.settings()

    sign = str(checkup._wall(settings))

    assert sign.replace(str(settings.keys), "").removesuffix(", or a newer kernel") == line, reason
