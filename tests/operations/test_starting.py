"""`cursus init`: folders, newest schema, keys; a second run changes nothing."""

import stat

import pytest

from curriculum import config, operations
from curriculum.app import create_app
from curriculum.awards import keys
from curriculum.awards.issuing import seals
from curriculum.db import db
from curriculum.operations import starting


@pytest.fixture
def instance(tmp_path, monkeypatch):
    """An empty place, named by the environment as an operator would."""
    for name in ("CURSUS_DATABASE_URL", "CURSUS_DEMO", "CURSUS_PUBLIC_URL", starting.SETTING):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CURSUS_INSTANCE", str(tmp_path))
    return tmp_path


def files(folder) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_init_makes_everything_a_deployment_needs(instance):
    operations.init(lambda line: None)
    settings = config.settings()
    assert stat.S_IMODE(settings.keys.stat().st_mode) == 0o700
    assert stat.S_IMODE((settings.keys / "passphrase").stat().st_mode) == 0o600
    assert keys.unlock(settings.keys, operations.passphrase(settings))
    with create_app(settings).app_context():
        assert seals.authority() is not None
        db.session.remove()
        db.engine.dispose()


def test_a_second_init_changes_no_key(instance):
    operations.init(lambda line: None)
    before = files(instance / "keys")
    said = []
    operations.init(said.append)
    assert files(instance / "keys") == before
    assert said[-1] == "keys: every institution that signs has its seal"


def test_the_passphrase_comes_from_the_file_that_is_named(instance, tmp_path, monkeypatch):
    (tmp_path / "elsewhere").write_text("a passphrase from elsewhere\n")
    monkeypatch.setenv(starting.SETTING, str(tmp_path / "elsewhere"))
    operations.init(lambda line: None)
    assert not (instance / "keys" / "passphrase").exists()
    assert keys.unlock(instance / "keys", "a passphrase from elsewhere")


def test_without_a_passphrase_the_message_says_what_to_do(instance, monkeypatch):
    monkeypatch.setattr(starting.sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(FileNotFoundError, match="run `cursus init` or set CURSUS_KEY_PASSPHRASE_FILE"):
        operations.passphrase(config.settings())
