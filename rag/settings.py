"""The settings of an installation: environment variables RAG_…, with defaults that need none.

A variable that begins with RAG_ and is not known is refused: a misspelt one would be ignored quietly.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.errors import InvalidSetting, UnknownSetting

__all__ = ["Settings", "load_settings"]

_PREFIX = "RAG_"


class Settings(BaseModel):
    """All settings; each is an environment variable with the prefix RAG_.

    pydantic-settings would read the environment as well, and take 0.2 s to be imported.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    library: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("gijiroku-rag")) / "library",
        description="The directory of the library.",
    )
    model: str | None = Field(
        default=None,
        description="A sentence-transformers model, by directory or name; the bundled one if unset.",
    )
    cache: Path | None = Field(
        default=None, description="Where the bundled model is unpacked; the user's cache if unset."
    )
    synonyms: Path | None = Field(
        default=None, description="Synonyms for questions; synonyms.txt of the library if unset."
    )
    user_dictionary: Path | None = Field(
        default=None,
        description="Words of the installation; dictionary.csv of the library if unset.",
    )
    language: Literal["ja", "en"] | None = Field(
        default=None, description="Language of messages; the locale's if unset."
    )
    reranker: str | None = Field(
        default=None,
        description="A cross-encoder of sentence-transformers that reads the best passages again, by "
        "directory or name; none if unset.",
    )
    passages: int = Field(default=8, ge=1, le=100, description="How many passages are considered.")
    passage_tokens: int = Field(default=200, ge=20, le=2000, description="Length of a passage.")
    passage_overlap: int = Field(default=1, ge=0, le=5, description="Sentences that overlap.")
    max_file_mb: int = Field(default=200, ge=1, description="Larger files are refused.")
    read_seconds: int = Field(
        default=120, ge=1, le=86_400, description="How long reading one file may take."
    )
    read_memory_mb: int = Field(
        default=2048, ge=64, description="How much memory reading one file may take, on Linux."
    )

    @property
    def synonyms_path(self) -> Path:
        """Where the synonyms are, if there are any."""
        return self.synonyms or self.library / "synonyms.txt"

    @property
    def user_dictionary_path(self) -> Path:
        """Where the installation's own words are, if there are any."""
        return self.user_dictionary or self.library / "dictionary.csv"


def load_settings() -> Settings:
    """The settings of this process's environment.

    Raises:
        UnknownSetting: a variable RAG_… that does not exist.
        InvalidSetting: a value of the wrong kind.
    """
    known = {f"{_PREFIX}{name.upper()}": name for name in Settings.model_fields}
    given = {name: value for name, value in os.environ.items() if name.startswith(_PREFIX)}
    for name in given:
        if name not in known:
            raise UnknownSetting(name=name, known=" ".join(sorted(known)))
    try:
        # A variable that is set to nothing is as good as unset.
        return Settings.model_validate({known[n]: value for n, value in given.items() if value})
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{_PREFIX}{str(first['loc'][0]).upper()}"
        raise InvalidSetting(name=name, value=first["input"], detail=first["msg"]) from error
