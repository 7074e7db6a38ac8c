"""What a server holds for as long as it runs: the Assistant, opened and warmed up.

A server may be started before there is a library. Until then each request says so; the first one
after `rag index` has made it opens it.
"""

from __future__ import annotations

import logging
import threading

from index.errors import AskTheMinutesError
from index.filters import And
from rag.errors import ServiceStarting
from rag.question import understand
from rag.retrieval import Retriever
from rag.settings import Settings
from rag.wiring import Assistant

__all__ = ["Service"]

_LOG = logging.getLogger(__name__)


class Service:
    """Gives the Assistant to requests. Safe in threads.

    Args:
        asked: what questions go to, or the settings that it is opened with when it is needed.
    """

    def __init__(self, asked: Assistant | Settings) -> None:
        self._assistant = asked if isinstance(asked, Assistant) else None
        self._settings = asked.settings if isinstance(asked, Assistant) else asked
        self._opening = threading.Lock()
        self._warm = threading.Event()

    def assistant(self) -> Assistant:
        """The Assistant.

        Raises:
            LibraryError: there is no library, or it cannot be read.
        """
        with self._opening:
            if self._assistant is None:
                self._assistant = Assistant(self._settings)
            return self._assistant

    def warm_up(self) -> None:
        """Load the model, the dictionary and the index, and use each once.

        What is wrong with them is told by `ready`, and by every request that needs them.
        """
        try:
            self._retriever().retrieve(understand("会議"), k=1, where=And())
        except AskTheMinutesError as error:
            _LOG.warning("%s", error)
        finally:
            self._warm.set()

    def wait_until_warm(self, seconds: float) -> bool:
        """Wait for `warm_up`, at most so long; whether it is done."""
        return self._warm.wait(seconds)

    def ready(self) -> Retriever:
        """The retriever over the current generation, once a question would be answered at once.

        Raises:
            ServiceStarting: the model and the index are being loaded.
            AskTheMinutesError: they cannot be.
        """
        if not self._warm.is_set():
            raise ServiceStarting
        return self._retriever()

    def _retriever(self) -> Retriever:
        return self.assistant().retriever()
