"""The plain-asyncio build, on Python 3.12."""

from benches.workers.asyncio_queues import OFFERS as ON_ANY
from benches.workers.python_312 import again

__all__ = ["OFFERS"]

OFFERS = again(ON_ANY)
