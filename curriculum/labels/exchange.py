"""Words for a curriculum that goes out and comes in as a file: faults, and what becomes of each object."""

from flask_babel import lazy_gettext as _

from curriculum.domain.exchange import FaultCode, Kind
from curriculum.domain.exchange_plan import Fate, Why
from curriculum.labels.registry import labelled

labelled(
    FaultCode,
    {
        FaultCode.NOT_JSON: _("it cannot be read as JSON"),
        FaultCode.OTHER_FORMAT: _("it is not the file of a curriculum"),
        FaultCode.OTHER_VERSION: _("it is written in another version of the format"),
        FaultCode.SHAPE: _("a part is missing or of another kind"),
        FaultCode.TWICE: _("one code stands twice"),
        FaultCode.DANGLING: _("it names something that is neither in it nor here"),
        FaultCode.INCOMPLETE: _("a version that was reviewed does not add up"),
        FaultCode.FRAMEWORK: _("a competence framework in it cannot be read"),
        FaultCode.DIFFERS: _("something that is never changed stands differently here"),
        FaultCode.NOT_TAKEN: _("something in it cannot be entered here"),
    },
)
labelled(
    Kind,
    {
        Kind.INSTITUTION: _("Institution"),
        Kind.INSTRUMENT: _("Legal instrument"),
        Kind.THEME: _("Theme"),
        Kind.FRAMEWORK: _("Competence framework"),
        Kind.MODULE: _("Module"),
        Kind.MODULE_VERSION: _("Module version"),
        Kind.EQUIVALENCE: _("Equivalence"),
        Kind.COMPETENCE: _("Link to a competence"),
        Kind.DONOR: _("Donor"),
        Kind.PROGRAMME: _("Programme"),
        Kind.PHASE: _("Phase of a programme"),
        Kind.OFFERING: _("Offering"),
        Kind.CLAIM: _("Coverage claim"),
        Kind.OVERLAP: _("Wanted overlap"),
        Kind.PATH: _("Path"),
        Kind.PATH_VERSION: _("Path version"),
    },
)
labelled(
    Fate,
    {
        Fate.NEW: _("new"),
        Fate.CHANGED: _("changed"),
        Fate.EQUAL: _("equal"),
        Fate.LEFT: _("left as it is"),
        Fate.REFUSED: _("refused"),
    },
)
labelled(
    Why,
    {
        Why.DIFFERS_HERE: _("It is here with other details, which stay. Change them on its own page."),
        Why.STANDS_DIFFERENTLY: _("It stands differently here, and stays so."),
        Why.EARLIER: _("An earlier version: only the operator brings history in, by the command line."),
        Why.OPEN_HERE: _("Another version is being written here. Finish or give up that one first."),
        Why.NEEDS: _("It needs something that does not come in."),
        Why.NOT_PERMITTED: _("You may not enter this; whoever may can import the same file."),
        Why.OPERATOR_ONLY: _("A decision of another house: only the operator takes it over."),
        Why.PUBLISHED_DIFFERS: _("A published version is never changed; give the change a new version."),
        Why.UNDER_REVIEW: _("It is under review here; return it to its author first."),
        Why.ANOTHER_PUBLISHED: _("Another version would be published beside it."),
        Why.DECIDED_OTHERWISE: _("What carries over was decided otherwise here and is never decided anew."),
    },
)
