"""The methods of gunicorn and of its uvicorn worker that they do not document, overridden here and nowhere else.

gunicorn documents how to run a custom application, but not how to follow the start of its workers or to change its
handling of signals. `pyproject.toml` bounds both packages, and `tests/test_library_internals.py` fails when they change
these methods.
"""

import os
import signal
from collections.abc import Callable

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from uvicorn_worker import UvicornWorker

START_CHECK_INTERVAL_S = 0.05


class MonitoredWorker(UvicornWorker):
    """A worker that also ends when its parent was killed and cannot end it."""

    async def callback_notify(self) -> None:
        """Runs every `timeout_notify` seconds."""
        await super().callback_notify()
        if os.getppid() != self.ppid:
            signal.raise_signal(signal.SIGTERM)


class SignalArbiter(Arbiter):
    """The parent process. SIGINT and SIGHUP end it like SIGTERM, by letting the workers finish their requests.

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

    handle_int = handle_hup = Arbiter.handle_term

    def wait_for_signals(self, timeout: float | None = 1.0) -> list[int]:
        if self.is_started is None:
            return super().wait_for_signals(timeout)
        if self.is_started():
            self.is_started = None
        return super().wait_for_signals(START_CHECK_INTERVAL_S)
