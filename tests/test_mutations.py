"""The checks find records that say something else than their words: each figure of the report is changed in one field.

What they do not find is listed, with the reason.
"""

import pytest

from indicators.checks.verification import checks, with_words
from indicators.checks.vocabulary import Vocabulary
from indicators.models import Observation
from tests.mutating import Mutation, mutations

pytestmark = [pytest.mark.django_db, pytest.mark.database_independent]

SAME_MEASURE_WORD = {  # 个 and 家 count things of several units
    ("unit", "agricultural-cooperatives-610900-at-report", "county-level-division"),
    ("unit", "agricultural-cooperatives-610900-at-report", "organization"),
    ("unit", "agricultural-parks-610900-at-report", "county-level-division"),
    ("unit", "agricultural-parks-610900-at-report", "organization"),
    ("unit", "asset-income-projects-610900-undated", "county-level-division"),
    ("unit", "asset-income-projects-610900-undated", "organization"),
    ("unit", "collective-organizations-610900-undated", "county-level-division"),
    ("unit", "community-factories-610900-undated", "farm"),
    ("unit", "deeply-poor-counties-610000-undated", "organization"),
    ("unit", "deeply-poor-counties-610900-undated", "organization"),
    ("unit", "family-farms-610900-at-report", "factory"),
    ("unit", "loan-factories-610900-at-report", "farm"),
    ("unit", "villages-with-revised-rules-610900-undated", "county-level-division"),
    ("unit", "villages-with-revised-rules-610900-undated", "organization"),
}
SAME_SUBJECT_WORD = {  # 所辖9县1区, 新社区工厂和新社区工厂贷“两个全覆盖”: one word for two metrics
    ("metric", "counties-610900-undated", "districts"),
    ("metric", "districts-610900-undated", "counties"),
    ("metric", "factory-coverage-610900-at-report-target", "loan-coverage"),
    ("metric", "loan-coverage-610900-at-report-target", "factory-coverage"),
}
TWO_REGIONS = {  # 全省扶贫扶志工作现场推进会两次在安康召开
    ("region", "self-reliance-meetings-hosted-610900-undated", "610000"),
}
ROUND_SHARES = {  # 三分之二 and 七成 may be exact
    ("qualifier", "banquets-change-610900-undated", "exact"),
    ("qualifier", "gift-money-change-610900-undated", "exact"),
}
NOT_FOUND = SAME_MEASURE_WORD | SAME_SUBJECT_WORD | TWO_REGIONS | ROUND_SHARES
AT_LEAST_TRIED = {
    "metric": 256,
    "period_basis": 144,
    "power": 48,
    "qualifier": 144,
    "quote": 288,
    "region": 191,
    "sign": 48,
    "swapped": 40,
    "time_period": 204,
    "unit": 347,
    "value": 48,
    "value_type": 48,
}


def is_found(mutation: Mutation, vocabulary: Vocabulary) -> bool:
    return any(check.agrees is False for check in checks(mutation.observation, vocabulary))


def test_a_record_that_says_something_else_than_its_words_is_found() -> None:
    observations = list(with_words(Observation.objects.order_by("code")))
    vocabulary = Vocabulary()
    tried = list(mutations(observations))
    assert [field for field, least in AT_LEAST_TRIED.items() if sum(one.field == field for one in tried) < least] == []
    missed = {(one.field, one.code, one.other) for one in tried if not is_found(one, vocabulary)}
    assert missed == NOT_FOUND
    assert len(missed) / len(tried) < 0.05


def test_the_records_themselves_have_no_check_that_disagrees() -> None:
    vocabulary = Vocabulary()
    for observation in with_words(Observation.objects.all()):
        assert [check for check in checks(observation, vocabulary) if check.agrees is False] == []
