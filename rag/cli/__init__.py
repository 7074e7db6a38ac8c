"""The command line: arguments → a command → text on stdout, and an exit code.

    main → app (the commands) → screen, rendering

Nothing that searches, embeds or parses is imported before a command needs it, so that `--help` and a
refused request are instant.
"""

from __future__ import annotations

from rag.cli.main import main

__all__ = ["main"]
