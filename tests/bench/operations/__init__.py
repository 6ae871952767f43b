"""The operations of performance.md §E that this release measures, in the order of its table."""

from tests.bench.operations.appending import LogAppends
from tests.bench.operations.certificate import Certificate
from tests.bench.operations.checking import Checking
from tests.bench.operations.credential import Credential
from tests.bench.operations.framework import FrameworkRoundTrip
from tests.bench.operations.graduation import Graduation
from tests.bench.operations.importing import ImportOfficials
from tests.bench.operations.lists import ImportRows, Matching
from tests.bench.operations.login import SignIn
from tests.bench.operations.mapping import CoverageMap
from tests.bench.operations.migrating import Migrating
from tests.bench.operations.pages import OwnPath, OwnPathThroughput, VerifyPage
from tests.bench.operations.result import OneResult, OneResultOnPostgreSQL
from tests.bench.operations.sealing import Sealing, SealingOnTwo, SealingWithRsa
from tests.bench.operations.sheet import UnsignedPage
from tests.bench.operations.verifying import KnownDigest, Verifying

OPERATIONS = (
    ImportOfficials,
    ImportRows,
    Matching,
    OneResult,
    OneResultOnPostgreSQL,
    OwnPath,
    OwnPathThroughput,
    CoverageMap,
    Checking,
    FrameworkRoundTrip,
    Migrating,
    UnsignedPage,
    Certificate,
    Graduation,
    Sealing,
    SealingOnTwo,
    SealingWithRsa,
    Credential,
    LogAppends,
    Verifying,
    KnownDigest,
    VerifyPage,
    SignIn,
)
