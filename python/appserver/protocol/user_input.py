"""What a user sends to a turn."""

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from appserver.protocol.base import Omittable, WireModel, wire_name
from appserver.protocol.variants import REFUSED, OpenEnum, TaggedUnion, UInt64, UnknownVariant

__all__ = [
    "AudioUserInput",
    "ByteRange",
    "ImageDetail",
    "ImageUserInput",
    "LocalAudioUserInput",
    "LocalImageUserInput",
    "MentionUserInput",
    "SkillUserInput",
    "TextElement",
    "TextUserInput",
    "UserInput",
]


class ByteRange(WireModel):
    """A range of UTF-8 byte offsets: `start` included, `end` excluded."""

    start: UInt64
    end: UInt64


class TextElement(WireModel):
    """A span of a text input that the user interface shows as one element."""

    byte_range: ByteRange
    placeholder: str | None = None


ImageDetail: TypeAlias = Annotated[Literal["auto", "low", "high", "original"] | str, OpenEnum()]


class TextUserInput(WireModel):
    """The `text` variant of `UserInput`."""

    type: Literal["text"] = "text"
    text: str
    text_elements: Annotated[list[TextElement], wire_name("text_elements")] = Field(default_factory=list)


class ImageUserInput(WireModel):
    """The `image` variant of `UserInput`, with either `url` or `file_id`.

    Raises:
        pydantic.ValidationError: Neither is given.
    """

    type: Literal["image"] = "image"
    url: Omittable[str] = None
    file_id: Omittable[str] = None
    detail: ImageDetail | None = None

    @model_validator(mode="after")
    def _has_reference(self) -> Self:
        if self.url is None and self.file_id is None:
            message = "data did not match any variant of untagged enum ImageReference"
            raise PydanticCustomError(REFUSED, "Give `url` or `file_id`", {"message": message})
        return self


class LocalImageUserInput(WireModel):
    """The `localImage` variant of `UserInput`."""

    type: Literal["localImage"] = "localImage"
    detail: ImageDetail | None = None
    path: str


class AudioUserInput(WireModel):
    """The `audio` variant of `UserInput`."""

    type: Literal["audio"] = "audio"
    url: str


class LocalAudioUserInput(WireModel):
    """The `localAudio` variant of `UserInput`."""

    type: Literal["localAudio"] = "localAudio"
    path: str


class SkillUserInput(WireModel):
    """The `skill` variant of `UserInput`."""

    type: Literal["skill"] = "skill"
    name: str
    path: str


class MentionUserInput(WireModel):
    """The `mention` variant of `UserInput`."""

    type: Literal["mention"] = "mention"
    name: str
    path: str


UserInput: TypeAlias = Annotated[
    TextUserInput
    | ImageUserInput
    | LocalImageUserInput
    | AudioUserInput
    | LocalAudioUserInput
    | SkillUserInput
    | MentionUserInput
    | UnknownVariant,
    TaggedUnion("UserInput"),
]
