"""13: signing in, of which the chosen cost of the password hash should be nearly all."""

from pathlib import Path

from curriculum.accounts import passwords
from curriculum.db import db, transaction
from tests.bench import instances
from tests.bench.harness import timed
from tests.factories.accounts import make_account

PASSWORD = "a long enough password"
TIMES = {"quick": 2, "full": 10}


class SignIn:
    """The whole request of the sign-in form, against one verification of the hash."""

    op, title, unit, faster_is = "13", "Sign in, whole request", "ms", "less"

    def setup(self, size: str, folder: Path) -> None:
        self.times = TIMES[size]
        self.app = instances.make_app(folder)
        self.app.config["WTF_CSRF_ENABLED"] = False
        self.hash = passwords.hashed(PASSWORD)
        with self.app.app_context():
            with transaction():
                make_account("amina", password_hash=self.hash)
            db.session.remove()
        self.answers: list[int] = []

    def ours(self) -> float:
        return 1000 / self.times * timed(lambda: [self._sign_in() for _ in range(self.times)])

    def _sign_in(self) -> None:
        answer = self.app.test_client().post("/login", data={"login": "amina", "password": PASSWORD})
        self.answers.append(answer.status_code)

    def limit(self) -> float:
        return 1000 / self.times * timed(lambda: [self._hash() for _ in range(self.times)])

    def _hash(self) -> None:
        assert passwords.matches(self.hash, PASSWORD)

    def check(self) -> None:
        assert set(self.answers) == {302}

    def gate(self, ours: float, ratio: float) -> bool:
        """hashing ≥ 85 % of the time"""
        return ratio <= 1 / 0.85

    def goal(self, ours: float, ratio: float) -> bool:
        """hashing ≥ 95 % of the time"""
        return ratio <= 1 / 0.95

    def teardown(self) -> None:
        return
