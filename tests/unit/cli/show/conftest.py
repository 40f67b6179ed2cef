"""The sample brief of the web tests."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.unit.web import sample_brief


@pytest.fixture(scope="session")
def samples() -> ModuleType:
    return sample_brief
