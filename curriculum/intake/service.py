"""The doors of this room: a list is received, mapped, matched, decided, applied, undone.

`arrival.py` takes files in, `bench.py` matches, `deciding.py` is the desk, `counting.py` lets rows count.
"""

from curriculum.intake.arrival import discard as discard
from curriculum.intake.arrival import receive as receive
from curriculum.intake.arrival import set_mapping as set_mapping
from curriculum.intake.bench import match as match
from curriculum.intake.counting import apply as apply
from curriculum.intake.counting import undo as undo
from curriculum.intake.deciding import Decision as Decision
from curriculum.intake.deciding import ask_source as ask_source
from curriculum.intake.deciding import decide as decide
from curriculum.intake.deciding import mend as mend
from curriculum.intake.deciding import reopen as reopen
