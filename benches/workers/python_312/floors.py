"""What nothing gets below, on Python 3.12."""

from benches.workers.floors import OFFERS as ON_ANY
from benches.workers.python_312 import again

__all__ = ["OFFERS"]

OFFERS = again(ON_ANY)
