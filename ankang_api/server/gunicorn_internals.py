"""The methods of gunicorn that it does not document, overridden here and nowhere else.

gunicorn documents how to run a custom application, but not how to follow the start of its workers or to change its
handling of signals. `pyproject.toml` bounds gunicorn, and `tests/test_library_internals.py` fails when it changes these
methods.
"""

import signal
import sys
from collections.abc import Callable

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

START_CHECK_INTERVAL_S = 0.05


class SignalArbiter(Arbiter):
    """The parent process. SIGINT ends it like SIGTERM: the workers finish their requests.

    SIGHUP does so too if the parent has a terminal, which was closed. Otherwise it replaces the workers without a gap.

    `is_started` is called until it returns True.
    """

    def __init__(self, application: BaseApplication, is_started: Callable[[], bool]) -> None:
        self.is_started: Callable[[], bool] | None = is_started
        super().__init__(application)

    def init_signals(self) -> None:
        """As in gunicorn, but SIGHUP stays ignored if the process was started so (nohup)."""
        ignores_hangup = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        super().init_signals()
        if ignores_hangup:
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

    handle_int = Arbiter.handle_term

    def handle_hup(self) -> None:
        if sys.stdin is not None and sys.stdin.isatty():
            self.handle_term()
        else:
            super().handle_hup()

    def wait_for_signals(self, timeout: float | None = 1.0) -> list[int]:
        if self.is_started is None:
            return super().wait_for_signals(timeout)
        if self.is_started():
            self.is_started = None
        return super().wait_for_signals(START_CHECK_INTERVAL_S)
