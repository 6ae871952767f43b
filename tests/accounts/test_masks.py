import pytest

from curriculum.accounts import service
from curriculum.db import transaction
from curriculum.domain.refusals import Refusal, RefusalCode

pytestmark = pytest.mark.database


def open_for(actor, person_id):
    with transaction():
        return service.create(actor, login="mask", display_name="Mask", person_id=person_id)


def test_account_tied_to_somebody_of_another_employer_is_refused(cast):
    with pytest.raises(Refusal) as refused, transaction():
        service.create(
            cast.sana,
            login="mask",
            display_name="Mask",
            person_id=cast.person("bruno"),
            institution_id=cast.institution("MINT"),
        )

    assert refused.value.code is RefusalCode.NOT_PERMITTED


def test_second_account_of_one_person_is_refused(cast):
    with pytest.raises(Refusal) as refused:
        open_for(cast.omar, cast.person("amina"))

    assert refused.value.code is RefusalCode.ALREADY_EXISTS
