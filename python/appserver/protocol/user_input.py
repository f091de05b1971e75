"""What runs of `user_input.pyi`, where the same is easier to read. Generated: see CONTRIBUTING.md."""

# ruff: noqa: ANN202, F822, N802

from typing import Annotated, Any, Literal

from pydantic import Field

import appserver.protocol as p
from appserver.protocol._support.base import AlternativeFields, WireModel
from appserver.protocol._support.fields import Omittable, wire_name
from appserver.protocol._support.lazy import lazy_names
from appserver.protocol._support.scalars import OpenEnum, USize
from appserver.protocol._support.variants import TaggedUnion

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


def _ImageDetail():
    return Annotated[Literal["auto", "low", "high", "original"] | str, OpenEnum()]


def _UserInput():
    return Annotated[
        Any,
        TaggedUnion(
            "UserInput",
            "type",
            {
                "text": "TextUserInput",
                "image": "ImageUserInput",
                "localImage": "LocalImageUserInput",
                "audio": "AudioUserInput",
                "localAudio": "LocalAudioUserInput",
                "skill": "SkillUserInput",
                "mention": "MentionUserInput",
            },
        ),
    ]


def _TextUserInput():
    class TextUserInput(WireModel):
        """The `text` variant of `UserInput`."""

        type: Literal["text"] = "text"
        text: str
        text_elements: Annotated[list[p.TextElement], wire_name("text_elements")] = Field(
            default_factory=list
        )

    return TextUserInput


def _ImageUserInput():
    class ImageUserInput(AlternativeFields):
        """The `image` variant of `UserInput`, with either `url` or `file_id`.

        Raises:
            pydantic.ValidationError: none of them is given.
        """

        alternatives_name = "ImageReference"
        alternatives = ("url", "file_id")

        type: Literal["image"] = "image"
        detail: p.ImageDetail | None = None
        url: Omittable[str] = None
        file_id: Omittable[str] = None

    return ImageUserInput


def _LocalImageUserInput():
    class LocalImageUserInput(WireModel):
        """The `localImage` variant of `UserInput`."""

        type: Literal["localImage"] = "localImage"
        detail: p.ImageDetail | None = None
        path: str

    return LocalImageUserInput


def _AudioUserInput():
    class AudioUserInput(WireModel):
        """The `audio` variant of `UserInput`."""

        type: Literal["audio"] = "audio"
        url: str

    return AudioUserInput


def _LocalAudioUserInput():
    class LocalAudioUserInput(WireModel):
        """The `localAudio` variant of `UserInput`."""

        type: Literal["localAudio"] = "localAudio"
        path: str

    return LocalAudioUserInput


def _SkillUserInput():
    class SkillUserInput(WireModel):
        """The `skill` variant of `UserInput`."""

        type: Literal["skill"] = "skill"
        name: str
        path: str

    return SkillUserInput


def _MentionUserInput():
    class MentionUserInput(WireModel):
        """The `mention` variant of `UserInput`."""

        type: Literal["mention"] = "mention"
        name: str
        path: str

    return MentionUserInput


def _TextElement():
    class TextElement(WireModel):
        """A span of a text input that the user interface shows as one element."""

        byte_range: p.ByteRange
        placeholder: str | None = None

    return TextElement


def _ByteRange():
    class ByteRange(WireModel):
        """A range of UTF-8 byte offsets: `start` included, `end` excluded."""

        start: USize
        end: USize

    return ByteRange


__getattr__, __dir__ = lazy_names(globals())
