"""The bundled schemes against the checks that really exist."""

import pytest

from crawlers.registry import all_checks
from data.schemes import bind, bundled, read_scheme


@pytest.mark.parametrize("id_", sorted(bundled()))
def test_every_bundled_scheme_binds_to_the_checks(id_):
    bind(read_scheme(bundled()[id_]), all_checks())


def test_every_check_is_used_by_a_bundled_scheme():
    used = {leaf.check for path in bundled().values() for leaf in read_scheme(path).leaves()}
    assert set(all_checks()) <= used
