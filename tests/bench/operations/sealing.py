"""11s: a certificate from its statement to both seals, without register and database; one core and two."""

import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from certificates import Answer, Recorded, verify
from certificates.keys import Authority, make_authority
from certificates.numbers import make_number
from certificates.signing.pool import Pool
from certificates.status.entry import StatusEntry
from certificates.verifying.report import Outcome
from certificates.verifying.trust import Trust
from tests.bench.operations.certificate import Certificate
from tests.certificates import seals, work
from tests.certificates.conftest import AT, BORN, KEY, PASSPHRASE, SALT
from tests.certificates.making import Commission, Opened, Sealed, seal_one
from tests.certificates.samples import ARABIC, CNFGF, LATIN, MINT, MIXED, statement

COUNT = {"quick": 10, "full": 60}
HOLDERS = (LATIN, ARABIC, MIXED)
FLAT = 50 * 1024
"""KiB by which the memory of a worker may grow over all rounds."""


class Sealing(Certificate):
    """Credential, page, structure, rehearsal and two P-256 signatures; the floor is that of operation 11."""

    op, title, unit = "11s", "Certificate made and sealed, CPU of one core", "certificates/CPU s"
    processes = 1

    def setup(self, size: str, folder: Path) -> None:
        self.count, self.folder = COUNT[size] * self.processes, folder
        self.authority: Authority = make_authority(folder, PASSPHRASE, [CNFGF, MINT], BORN)
        self.sealed: list[Sealed] = []
        self._make_floor()

    def commissions(self) -> list[Commission]:
        """New numbers each time, holders in turn."""
        return [
            Commission(
                statement(number=make_number("trainer", 2026), holder=HOLDERS[place % len(HOLDERS)]),
                Recorded(AT, SALT, StatusEntry(1, place)),
            )
            for place in range(self.count)
        ]

    def opened(self) -> Opened:
        """The keys of this process."""
        return work.keys(self.folder)

    def ours(self) -> float:
        opened, wanted = self.opened(), self.commissions()
        start = time.process_time()
        self.sealed = [seal_one(opened, one) for one in wanted]
        return self.count / (time.process_time() - start)

    def check(self) -> None:
        """All that were wanted, small, each sealed twice as our verifier demands."""
        assert len({one.number for one in self.sealed}) == self.count
        trust = replace(Trust.of(self.authority), did={KEY.method: KEY.public})
        for one in self.sealed[:: max(1, self.count // 5)]:
            report = verify(one.pdf, trust=trust, at=AT)
            assert report.answer is Answer.CANNOT_TELL  # nobody is asked about the status
            assert [found for found in report.findings if found.outcome is Outcome.FAILED] == []
            assert len(one.pdf) < 100_000

    def extras(self) -> dict[str, object]:
        """How long the files are."""
        return {"bytes": max(len(one.pdf) for one in self.sealed)}

    def gate(self, ours: float, ratio: float) -> bool:
        """≥ 10/s per core"""
        return ours >= 10

    def goal(self, ours: float, ratio: float) -> bool:
        """≥ 15/s per core"""
        return ours >= 15

    def teardown(self) -> None:
        self.sealed = []


class SealingWithRsa(Sealing):
    """The same with RSA-3072, for information."""

    op, title = "11r", "Certificate made and sealed with RSA-3072"

    def setup(self, size: str, folder: Path) -> None:
        super().setup(size, folder)
        self.by = seals.rsa_signers(folder, folder)

    def opened(self) -> Opened:
        return Opened(lambda stated: self.by, KEY)

    def gate(self, ours: float, ratio: float) -> bool:
        """for information"""
        return True

    def goal(self, ours: float, ratio: float) -> bool:
        """≥ 10/s per core"""
        return ours >= 10


class SealingOnTwo(Sealing):
    """A pool of two workers, results in order; the clock on the wall, and memory over all rounds."""

    op, title, unit = "11p", "Certificates made and sealed, two workers", "certificates/s"
    processes = 2

    def setup(self, size: str, folder: Path) -> None:
        super().setup(size, folder)
        self.pool: Pool[Opened, Commission, Sealed] = Pool(partial(work.keys, folder), seal_one, 2)
        self.ours()  # workers started, fonts read
        self.memory = self._memory()

    def _memory(self) -> list[int]:
        """KiB of each worker."""
        files = [Path(f"/proc/{one.process.pid}/status") for one in self.pool._workers]
        lines = [line for file in files for line in file.read_text().splitlines()]
        return [int(line.split()[1]) for line in lines if line.startswith("VmRSS")]

    def ours(self) -> float:
        wanted = self.commissions()
        start = time.perf_counter()
        told = list(self.pool.run(wanted))
        spent = time.perf_counter() - start
        self.sealed = [one.value for one in told if one.value is not None]
        return self.count / spent

    def check(self) -> None:
        """As on one core, and no worker has grown."""
        super().check()
        after = self._memory()
        assert max(now - then for then, now in zip(self.memory, after, strict=True)) < FLAT

    def extras(self) -> dict[str, object]:
        return super().extras() | {"memory": [self.memory, self._memory()]}

    def gate(self, ours: float, ratio: float) -> bool:
        """≥ 18/s on two cores"""
        return ours >= 18

    def goal(self, ours: float, ratio: float) -> bool:
        """≥ 25/s on two cores"""
        return ours >= 25

    def teardown(self) -> None:
        super().teardown()
        self.pool.close()
