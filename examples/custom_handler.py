"""Requests of your own, beside the built-in ones.

A plain `def` handler runs at once, inside the caller's `await`: take it for answers that need no waiting. An
`async def` handler runs as a task of the server; at most `channel_capacity` of them run at once.

    python examples/custom_handler.py
"""

from __future__ import annotations

import anyio

import appserver
from appserver import protocol as p


class WeatherReadResponse(p.WireModel):
    """The answer to `weather/read`."""

    place: str
    degrees: float


class WeatherReadParams(p.RequestParams[WeatherReadResponse]):
    """A request of our own: the class names the method and the type of the answer."""

    method = "weather/read"
    response_type = WeatherReadResponse

    place: str


class PlacesListResponse(p.WireModel):
    """The answer to `places/list`."""

    places: list[str]


class PlacesListParams(p.RequestParams[PlacesListResponse]):
    """Another one, without fields."""

    method = "places/list"
    response_type = PlacesListResponse


DEGREES = {"Oslo": 4.5, "Rome": 17.0}


def make_processor() -> appserver.MessageProcessor:
    """The built-in handlers with two more."""
    processor = appserver.MessageProcessor()

    @processor.on_request(PlacesListParams)
    def list_places(_ctx: appserver.RequestContext, _params: PlacesListParams) -> PlacesListResponse:
        return PlacesListResponse(places=sorted(DEGREES))

    @processor.on_request(WeatherReadParams)
    async def read_weather(ctx: appserver.RequestContext, params: WeatherReadParams) -> WeatherReadResponse:
        await ctx.outgoing.send_notification(p.UnknownNotification("weather/asked", {"place": params.place}))
        if params.place not in DEGREES:
            raise appserver.ServerError(f"no weather for {params.place}", data={"places": sorted(DEGREES)})
        return WeatherReadResponse(place=params.place, degrees=DEGREES[params.place])

    return processor


async def main() -> None:
    async with appserver.start(processor=make_processor()) as client:
        listed = await client.request(PlacesListParams())
        for place in [*listed.places, "Atlantis"]:
            try:
                weather = await client.request(WeatherReadParams(place=place))
            except appserver.ServerError as error:
                print(error)
            else:
                print(f"{weather.place}: {weather.degrees} degrees")
        # The same by name, as it would come from a wire.
        print(await client.request_raw("weather/read", {"place": "Rome"}))
        event = await client.next_event()
        assert isinstance(event, p.UnknownNotification)
        print("event:", event.method, event.params)


if __name__ == "__main__":
    anyio.run(main)
