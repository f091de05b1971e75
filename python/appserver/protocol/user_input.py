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
        """The `text` variant of `UserInput`.

        Attributes:
            text (str): The text.
            type (Literal["text"] = "text"): What kind it is.
            text_elements (list[TextElement] = []): Spans of the text that users see as one element.
        """

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

        Attributes:
            type (Literal["image"] = "image"): What kind it is.
            detail (ImageDetail | None = None): How closely images are looked at.
            url (str | None = None): The image, as a URL; a `data:` URL holds it itself.
            file_id (str | None = None): The id of a file that the provider keeps.
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
        """The `localImage` variant of `UserInput`.

        Attributes:
            path (str): The image on the disk of the server.
            type (Literal["localImage"] = "localImage"): What kind it is.
            detail (ImageDetail | None = None): How closely images are looked at.
        """

        type: Literal["localImage"] = "localImage"
        detail: p.ImageDetail | None = None
        path: str

    return LocalImageUserInput


def _AudioUserInput():
    class AudioUserInput(WireModel):
        """The `audio` variant of `UserInput`.

        Attributes:
            url (str): The audio, as a URL; a `data:` URL holds it itself.
            type (Literal["audio"] = "audio"): What kind it is.
        """

        type: Literal["audio"] = "audio"
        url: str

    return AudioUserInput


def _LocalAudioUserInput():
    class LocalAudioUserInput(WireModel):
        """The `localAudio` variant of `UserInput`.

        Attributes:
            path (str): The audio on the disk of the server.
            type (Literal["localAudio"] = "localAudio"): What kind it is.
        """

        type: Literal["localAudio"] = "localAudio"
        path: str

    return LocalAudioUserInput


def _SkillUserInput():
    class SkillUserInput(WireModel):
        """The `skill` variant of `UserInput`.

        Attributes:
            name (str): The name of the skill.
            path (str): The file of the skill.
            type (Literal["skill"] = "skill"): What kind it is.
        """

        type: Literal["skill"] = "skill"
        name: str
        path: str

    return SkillUserInput


def _MentionUserInput():
    class MentionUserInput(WireModel):
        """The `mention` variant of `UserInput`.

        Attributes:
            name (str): What is shown.
            path (str): What is mentioned, as a path or an `app://` address.
            type (Literal["mention"] = "mention"): What kind it is.
        """

        type: Literal["mention"] = "mention"
        name: str
        path: str

    return MentionUserInput


def _TextElement():
    class TextElement(WireModel):
        """A span of a text input that the user interface shows as one element.

        Attributes:
            byte_range (ByteRange): The part of the text that is meant.
            placeholder (str | None = None): What is shown in the place of the text.
        """

        byte_range: p.ByteRange
        placeholder: str | None = None

    return TextElement


def _ByteRange():
    class ByteRange(WireModel):
        """A range of UTF-8 byte offsets: `start` included, `end` excluded.

        Attributes:
            start (USize): Where it begins.
            end (USize): Where it ends; the end itself is not part of it.
        """

        start: USize
        end: USize

    return ByteRange


__getattr__, __dir__ = lazy_names(globals())
