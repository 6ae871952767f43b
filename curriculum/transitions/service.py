"""Moves to a newer version: drawn, chosen, applied in pieces, stopped, undone; the terms they happen by."""

from curriculum.transitions.applying import apply as apply
from curriculum.transitions.applying import resume as resume
from curriculum.transitions.applying import stop as stop
from curriculum.transitions.choosing import move as move
from curriculum.transitions.drawing import choose as choose
from curriculum.transitions.drawing import choose_kind as choose_kind
from curriculum.transitions.drawing import discard as discard
from curriculum.transitions.drawing import draw as draw
from curriculum.transitions.running import work_due as work_due
from curriculum.transitions.terms import decide_terms as decide_terms
from curriculum.transitions.undoing import undo as undo
from curriculum.transitions.updates import ask_update as ask_update
from curriculum.transitions.withdrawal import pause_taught_out as pause_taught_out
