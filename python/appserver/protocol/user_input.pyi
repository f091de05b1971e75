"""The `user_input` family of the protocol. Generated: see CONTRIBUTING.md."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from appserver.protocol._support.base import AlternativeFields, WireModel
from appserver.protocol._support.fields import Omittable, wire_name
from appserver.protocol._support.scalars import USize
from appserver.protocol._support.variants import UnknownVariant

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

ImageDetail: TypeAlias = Literal["auto", "low", "high", "original"] | str

UserInput: TypeAlias = (
    TextUserInput
    | ImageUserInput
    | LocalImageUserInput
    | AudioUserInput
    | LocalAudioUserInput
    | SkillUserInput
    | MentionUserInput
    | UnknownVariant
)

class TextUserInput(WireModel):
    """The `text` variant of `UserInput`."""

    type: Literal["text"] = "text"
    text: str
    text_elements: Annotated[list[TextElement], wire_name("text_elements")] = Field(
        default_factory=list[TextElement]
    )

class ImageUserInput(AlternativeFields):
    """The `image` variant of `UserInput`, with either `url` or `file_id`.

    Raises:
        pydantic.ValidationError: none of them is given.
    """

    alternatives_name = "ImageReference"
    alternatives = ("url", "file_id")

    type: Literal["image"] = "image"
    detail: ImageDetail | None = None
    url: Omittable[str] = None
    file_id: Omittable[str] = None

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

class TextElement(WireModel):
    """A span of a text input that the user interface shows as one element."""

    byte_range: ByteRange
    placeholder: str | None = None

class ByteRange(WireModel):
    """A range of UTF-8 byte offsets: `start` included, `end` excluded."""

    start: USize
    end: USize
