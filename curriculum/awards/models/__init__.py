"""Rows from application to certificate, by noun; they name each other both ways, so they lie below all."""

from curriculum.awards.models.applications import Application as Application
from curriculum.awards.models.applications import ApplicationStep as ApplicationStep
from curriculum.awards.models.applications import Decision as Decision
from curriculum.awards.models.applications import Outcome as Outcome
from curriculum.awards.models.certificates import Certificate as Certificate
from curriculum.awards.models.certificates import CertificateDocument as CertificateDocument
from curriculum.awards.models.certificates import StatusAction as StatusAction
from curriculum.awards.models.certificates import StatusEvent as StatusEvent
from curriculum.awards.models.certificates import StatusProposal as StatusProposal
from curriculum.awards.models.lists import ClosedList as ClosedList
from curriculum.awards.models.lists import PublishedList as PublishedList
from curriculum.awards.models.log import LogCheckpoint as LogCheckpoint
from curriculum.awards.models.log import LogLeaf as LogLeaf
from curriculum.awards.models.log import SigningKey as SigningKey
from curriculum.awards.models.log_node import LogNode as LogNode
from curriculum.awards.models.mandates import Function as Function
from curriculum.awards.models.mandates import Mandate as Mandate
from curriculum.awards.models.sheets import CertificateSheet as CertificateSheet
from curriculum.awards.models.sheets import Emblem as Emblem
from curriculum.awards.models.signing import IssueRequest as IssueRequest
from curriculum.awards.models.signing import SigningStatement as SigningStatement
from curriculum.awards.models.signing import SignOff as SignOff
