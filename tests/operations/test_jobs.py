import pickle

import pytest

from curriculum import jobs


class Planted:
    def __reduce__(self):
        return (print, ("executed",))


def test_job_is_kept_as_its_name():
    [message] = [jobs.queue.serialize_task(jobs.issue_due.s())]

    assert jobs.queue.deserialize_task(message).name == "issue_due"
    assert b"issue_due" in message


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(pickle.dumps(Planted()), id="a pickle that would run code"),
        pytest.param(b'["1", "os.system"]', id="a function that is no job"),
        pytest.param(b'["1", {"py": 1}]', id="not two texts"),
    ],
)
def test_planted_job_runs_nothing(data, capsys):
    with pytest.raises(Exception, match=r"utf-8|decode|codec|registry|found|texts|Expecting"):
        jobs.queue.deserialize_task(data)

    assert capsys.readouterr().out == ""
