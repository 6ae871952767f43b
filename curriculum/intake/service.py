"""The doors of this room: a list is received, mapped, matched, decided, applied, undone.

`arrival.py` takes files in, `bench/` matches and decides, `counting.py` lets rows count.
"""

from curriculum.intake.arrival import discard as discard
from curriculum.intake.arrival import receive as receive
from curriculum.intake.arrival import set_mapping as set_mapping
from curriculum.intake.bench.deciding import Decision as Decision
from curriculum.intake.bench.deciding import accept_several as accept_several
from curriculum.intake.bench.deciding import ask_source as ask_source
from curriculum.intake.bench.deciding import decide as decide
from curriculum.intake.bench.deciding import mend as mend
from curriculum.intake.bench.deciding import reopen as reopen
from curriculum.intake.bench.lanes import match as match
from curriculum.intake.counting import apply as apply
from curriculum.intake.counting import undo as undo
