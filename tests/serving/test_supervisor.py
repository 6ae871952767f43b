"""`cursus serve` when one of its two processes dies: what it says, what it does, how it ends."""

import os
import signal

import pytest

from curriculum import operations
from tests.serving.running import answers, children_of, free_port, running, until

WEB, WORKER = "curriculum.serving", "curriculum.working"


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    folder = tmp_path_factory.mktemp("supervised")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CURSUS_INSTANCE", str(folder))
        operations.init(lambda line: None)
    return folder


@pytest.fixture
def served(instance, tmp_path):
    port = free_port()
    log = tmp_path / "log"
    with running(instance, log, "tests.serving.command", "serve", "--port", str(port)) as process:
        assert answers(port), log.read_text()
        assert until(lambda: set(children_of(process)) == {WEB, WORKER})
        yield process, log


def test_lost_web_process_ends_it_all_with_status_2(served):
    process, log = served
    worker = children_of(process)[WORKER]

    os.kill(children_of(process)[WEB], signal.SIGKILL)

    assert process.wait(30) == 2
    assert "cursus: the web process was ended by SIGKILL; stopping\n" in log.read_text()
    assert not os.path.exists(f"/proc/{worker}")


def test_lost_worker_starts_again_and_both_stop_when_told(served):
    process, log = served
    former = children_of(process)[WORKER]

    os.kill(former, signal.SIGKILL)

    assert until(lambda: children_of(process).get(WORKER) not in (None, former))
    assert "cursus: the worker was ended by SIGKILL; it starts again in 1 s\n" in log.read_text()
    children = children_of(process)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 0
    assert [pid for pid in children.values() if os.path.exists(f"/proc/{pid}")] == []
    assert "stopping" not in log.read_text()


def test_keys_that_stay_shut_are_told_once_and_end_it(instance, tmp_path):
    (tmp_path / "wrong").write_text("not the passphrase")
    log, port = tmp_path / "log", str(free_port())
    environ = {"CURSUS_KEY_PASSPHRASE_FILE": str(tmp_path / "wrong")}

    with running(instance, log, "tests.serving.command", "serve", "--port", port, **environ) as process:
        assert process.wait(60) == 2

    said = log.read_text()
    assert said.count("worker: the signing keys cannot be opened") == 1
    assert "cursus: the worker cannot work, as it says above; stopping\n" in said
    assert "Traceback" not in said
