"""A run that is told to end does so in order: whoever holds something has the time to put it down."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Stopped(BaseException):
    """The run was told to end, by a signal. The exit code is 128 and the number of that."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.signal = number


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped at the first signal; those after it are not heard, since the run is ending. For the main thread."""

    def stop(number: int, _: object) -> None:
        for other in _SIGNALS:
            signal.signal(other, signal.SIG_IGN)
        raise Stopped(number)

    before = {number: signal.signal(number, stop) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
