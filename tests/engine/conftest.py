"""What all tests of the engine share."""

import pytest


@pytest.fixture(autouse=True)
def _without_a_profile(nobodys_home: None) -> None:
    """Commands of models run in login shells."""
