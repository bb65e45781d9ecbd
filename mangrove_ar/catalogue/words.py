"""Text in the two languages of the trail."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Language = Literal["th", "en"]
LANGUAGES: tuple[Language, ...] = ("th", "en")
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Words(BaseModel):
    """The same words in Thai and English; neither may be missing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    th: Text
    en: Text

    def in_language(self, language: str) -> str:
        """Give the words in one language."""
        return self.en if language == "en" else self.th
