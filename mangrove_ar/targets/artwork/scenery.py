"""Sceneries: a backdrop each, and where there is room for whom."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from mangrove_ar.targets.artwork.backdrops import (
    forest_before,
    forest_behind,
    island_before,
    island_behind,
    mudflat_before,
    mudflat_behind,
    nothing_before,
    nursery_behind,
    overlook_before,
    overlook_behind,
    plot_before,
    plot_behind,
    pools_before,
    pools_behind,
    shore_before,
    shore_behind,
    thicket_before,
    thicket_behind,
    underground_behind,
)
from mangrove_ar.targets.artwork.canvas import Canvas


class Layer(Enum):
    """How far from the reader a part of the picture is; the order is that of printing."""

    SKY = "sky"
    LAND = "land"
    FAR = "far"
    TREE = "tree"
    GROUND = "ground"
    FRAME = "frame"


@dataclass(frozen=True)
class Spot:
    """Room for one subject: where its origin is, how long its 100 units are, how it is turned."""

    x: float
    y: float
    size: float
    turn: float = 0
    flip: bool = False


@dataclass(frozen=True)
class Scenery:
    """A stage: paint it, put subjects on its spots layer by layer, then paint what lies before them."""

    paint_behind: Callable[[Canvas], None]
    paint_before: Callable[[Canvas], None]
    spots: Mapping[Layer, tuple[Spot, ...]]


_SKY = (Spot(215, 195, 330), Spot(720, 185, 380), Spot(480, 130, 260))

_LAND = (Spot(500, 640, 1000),)

_CORNERS = (
    Spot(-30, 40, 330, 30),
    Spot(1030, 40, 330, -30, True),
    Spot(-30, 900, 280, -34),
    Spot(1030, 900, 280, 34, True),
)

SCENERIES: Mapping[str, Scenery] = MappingProxyType(
    {
        "shore": Scenery(
            shore_behind,
            shore_before,
            {
                Layer.SKY: _SKY,
                Layer.LAND: _LAND,
                Layer.FAR: (Spot(470, 1010, 670), Spot(300, 640, 260)),
                Layer.TREE: (Spot(90, 640, 330), Spot(900, 600, 300), Spot(760, 600, 260)),
                Layer.GROUND: (Spot(200, 735, 320), Spot(815, 900, 400), Spot(560, 930, 260)),
                Layer.FRAME: (Spot(-30, 965, 360, -24), *_CORNERS[1:2], *_CORNERS[3:], *_CORNERS[:1]),
            },
        ),
        "overlook": Scenery(
            overlook_behind,
            overlook_before,
            {
                Layer.SKY: (Spot(712, 200, 305, -16), *_SKY),
                Layer.LAND: (Spot(500, 985, 1000),),
                Layer.FAR: (Spot(690, 990, 606), Spot(400, 990, 400)),
                Layer.TREE: (Spot(275, 880, 760), Spot(850, 900, 420)),
                Layer.GROUND: (Spot(640, 860, 300), Spot(860, 880, 300), Spot(420, 920, 260)),
                Layer.FRAME: _CORNERS[2:] + _CORNERS[:2],
            },
        ),
        "forest": Scenery(
            forest_behind,
            forest_before,
            {
                Layer.SKY: _SKY,
                Layer.LAND: _LAND,
                Layer.FAR: (Spot(500, 700, 400), Spot(240, 690, 320)),
                Layer.TREE: (Spot(285, 800, 760), Spot(735, 890, 790), Spot(520, 760, 520)),
                Layer.GROUND: (Spot(520, 900, 330), Spot(200, 930, 300), Spot(840, 940, 280)),
                Layer.FRAME: (Spot(-25, 30, 300, 30), Spot(1025, 40, 300, -30, True), *_CORNERS[2:]),
            },
        ),
        "mudflat": Scenery(
            mudflat_behind,
            mudflat_before,
            {
                Layer.SKY: _SKY,
                Layer.LAND: _LAND,
                Layer.FAR: (Spot(500, 420, 300), Spot(700, 420, 240)),
                Layer.TREE: (Spot(245, 535, 480), Spot(765, 545, 480), Spot(505, 480, 320)),
                Layer.GROUND: (Spot(490, 765, 520), Spot(230, 780, 320), Spot(800, 800, 320)),
                Layer.FRAME: (Spot(-25, 40, 290, 24), Spot(1025, 50, 300, -24, True), *_CORNERS[2:]),
            },
        ),
        "pools": Scenery(
            pools_behind,
            pools_before,
            {
                Layer.SKY: _SKY,
                Layer.LAND: _LAND,
                Layer.FAR: (Spot(500, 300, 260), Spot(760, 300, 240)),
                Layer.TREE: (Spot(200, 330, 330), Spot(800, 330, 330), Spot(500, 320, 300)),
                Layer.GROUND: (Spot(445, 720, 700, -3), Spot(640, 435, 560, 4, True), Spot(780, 860, 300)),
                Layer.FRAME: _CORNERS,
            },
        ),
        "thicket": Scenery(
            thicket_behind,
            thicket_before,
            {
                Layer.SKY: _SKY,
                Layer.LAND: _LAND,
                Layer.FAR: (Spot(500, 560, 300), Spot(760, 560, 240)),
                Layer.TREE: (Spot(200, 640, 560), Spot(800, 640, 560), Spot(500, 600, 420)),
                Layer.GROUND: (Spot(212, 200, 405, -5), Spot(645, 700, 560, 4), Spot(830, 850, 280)),
                Layer.FRAME: _CORNERS,
            },
        ),
        "underground": Scenery(
            underground_behind,
            nothing_before,
            {
                Layer.SKY: _SKY,
                Layer.LAND: _LAND,
                Layer.FAR: (Spot(500, 240, 200), Spot(760, 240, 180)),
                Layer.TREE: (Spot(180, 250, 260), Spot(820, 250, 260), Spot(500, 250, 220)),
                Layer.GROUND: (Spot(500, 620, 860), Spot(200, 880, 280), Spot(820, 880, 280)),
                Layer.FRAME: _CORNERS,
            },
        ),
        "nursery": Scenery(
            nursery_behind,
            nothing_before,
            {
                Layer.SKY: _SKY,
                Layer.LAND: _LAND,
                Layer.FAR: (Spot(520, 450, 280), Spot(760, 450, 240)),
                Layer.GROUND: (Spot(500, 720, 1000), Spot(500, 890, 900), Spot(820, 880, 280)),
                Layer.FRAME: (
                    Spot(-20, 70, 265, 22),
                    Spot(330, 48, 245, 26),
                    Spot(1020, 70, 270, -22, True),
                    Spot(700, 48, 230, 40),
                ),
            },
        ),
        "plot": Scenery(
            plot_behind,
            plot_before,
            {
                Layer.SKY: _SKY,
                Layer.LAND: (Spot(470, 905, 960),),
                Layer.FAR: (Spot(500, 640, 300), Spot(760, 640, 240)),
                Layer.TREE: (Spot(375, 850, 850), Spot(790, 740, 560), Spot(110, 700, 420)),
                Layer.GROUND: (Spot(380, 420, 190), Spot(785, 800, 360), Spot(430, 930, 800), Spot(180, 860, 240)),
                Layer.FRAME: _CORNERS,
            },
        ),
        "island": Scenery(
            island_behind,
            island_before,
            {
                Layer.SKY: _SKY,
                Layer.LAND: _LAND,
                Layer.FAR: (Spot(380, 616, 560), Spot(800, 632, 520)),
                Layer.TREE: (Spot(35, 622, 185), Spot(640, 615, 230), Spot(880, 600, 240)),
                Layer.GROUND: (Spot(310, 845, 480), Spot(760, 900, 300), Spot(140, 930, 240)),
                Layer.FRAME: (Spot(800, 285, 330), *_CORNERS[:1], *_CORNERS[2:]),
            },
        ),
    }
)
