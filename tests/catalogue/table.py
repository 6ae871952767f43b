"""The table of equivalences as its owner sends it, and what is decided in it."""

from curriculum.catalogue import carrying, queries
from curriculum.db import Bilingual

PAGE = "/training/modules/BOR-102/2/equivalences"
TOP_UP = ("top_up", "top_up_en", "top_up_fr")
RETEST = ("retest_80", "new assessment, 80 %", "nouvelle évaluation, 80 %")
SAID = Bilingual(RETEST[2], RETEST[1])


def lines(versions):
    """Target, source, degree of each line proposed."""
    return [
        (
            one.target.code.rpartition(".")[2],
            one.source and one.source.code.rpartition(".")[2],
            one.line and one.line.degree.value,
        )
        for one in carrying.proposals(queries.version(versions[1].id))
    ]


def send(visit, versions, decided, *, as_="chidi", status=303, reason="", sources=None):
    """The whole form; what is not named stays open, sources are as proposed unless named."""
    data = {"reason": reason}
    for one in carrying.proposals(queries.version(versions[1].id)):
        code, key = one.target.code.rpartition(".")[2], one.target.id
        degree, *said = decided.get(code, ("", ""))
        source = one.source.id if one.source else ""
        data |= {f"degree_{key}": degree}
        data |= {f"{name}_{key}": word for name, word in zip(TOP_UP, said, strict=False)}
        data[f"source_{key}"] = (sources or {}).get(code, source)
    return visit(PAGE, as_=as_, method="POST", data=data, status=status)
