"""The three mudskippers in numbers. Unit: the fish's total length; see `fish_body` for s and t.

Source: species records, field `identification`; species pages of ecologyasia.com, wildsingapore.com, mudskipper.it.
"""

from dataclasses import dataclass

from mangrove_ar.meshing.fauna.fish_body import Bulge, Eye, Fold, Pairs, Shape
from mangrove_ar.meshing.fauna.fish_fins import MedianFin


@dataclass(frozen=True)
class Kind:
    """One species: its body, its fins, and how its arms and belly disc are built."""

    shape: Shape
    first_dorsal: MedianFin
    second_dorsal: MedianFin
    anal: MedianFin
    tail_lengths: Pairs
    tail_spread_deg: float
    threads: tuple[tuple[int, float], ...]  # Rays of the first dorsal fin that run out freely, and how far.
    arm: float  # Thickness of the arm relative to the giant mudskipper's.
    is_disc_fused: bool


def _folds(mouth_end: float, gill: float) -> tuple[Fold, ...]:
    mouth = ((0.009, 0.0), (0.012, 0.18), (0.022, 0.30), (mouth_end * 0.55, 0.375), (mouth_end, 0.36))
    cover = ((gill - 0.030, 0.80), (gill - 0.006, 0.66), (gill, 0.50), (gill - 0.010, 0.32), (gill - 0.036, 0.14))
    return (Fold(mouth, 0.0042, 0.0055, 0.0022), Fold(cover, 0.0055, 0.0050, 0.0016))


_SCHLOSSERI = Kind(
    shape=Shape(
        upper=((0, 0.046), (0.04, 0.060), (0.08, 0.070), (0.14, 0.070), (0.22, 0.074), (0.32, 0.078), (0.45, 0.071),
               (0.60, 0.058), (0.72, 0.047), (0.83, 0.040)),
        lower=((0, -0.036), (0.04, -0.050), (0.09, -0.058), (0.20, -0.066), (0.32, -0.068), (0.45, -0.062),
               (0.60, -0.050), (0.72, -0.040), (0.83, -0.034)),
        width=((0, 0.060), (0.04, 0.072), (0.10, 0.083), (0.18, 0.089), (0.26, 0.079), (0.40, 0.063), (0.55, 0.049),
               (0.70, 0.033), (0.80, 0.020), (0.83, 0.003)),
        nose_height=0.0, nose_radius=0.075, end=0.83, squareness=2.35,
        bulges=(Bulge(0.155, 0.42, 0.050, 0.010), Bulge(0.082, 0.88, 0.022, 0.012), Bulge(0.030, 0.50, 0.028, 0.004)),
        folds=_folds(0.098, 0.232),
        eye=Eye((0.0285, 0.0800, 0.417), 0.0235, (0.80, 0.20, 0.50)),
    ),
    first_dorsal=MedianFin(0.335, 0.445, 8, ((0, 0.068), (0.35, 0.075), (0.75, 0.058), (1, 0.030)), (14, 52), 0.10),
    second_dorsal=MedianFin(0.535, 0.705, 13, ((0, 0.044), (0.3, 0.052), (0.8, 0.050), (1, 0.040)), (22, 52), 0.05),
    anal=MedianFin(0.56, 0.69, 11, ((0, 0.014), (0.5, 0.020), (1, 0.020)), (58, 70), 0.10, is_below=True),
    tail_lengths=((0, 0.105), (0.30, 0.160), (0.55, 0.172), (0.8, 0.150), (1, 0.105)),
    tail_spread_deg=26, threads=(), arm=1.0, is_disc_fused=False,
)  # fmt: skip

_BODDARTI = Kind(
    shape=Shape(
        upper=((0, 0.036), (0.04, 0.050), (0.08, 0.059), (0.14, 0.058), (0.22, 0.060), (0.32, 0.062), (0.45, 0.058),
               (0.60, 0.050), (0.72, 0.041), (0.80, 0.035)),
        lower=((0, -0.030), (0.04, -0.041), (0.09, -0.048), (0.20, -0.055), (0.32, -0.057), (0.45, -0.053),
               (0.60, -0.045), (0.72, -0.036), (0.80, -0.030)),
        width=((0, 0.046), (0.04, 0.057), (0.10, 0.066), (0.18, 0.070), (0.26, 0.064), (0.40, 0.053), (0.55, 0.043),
               (0.70, 0.030), (0.775, 0.019), (0.80, 0.003)),
        nose_height=-0.006, nose_radius=0.070, end=0.80, squareness=2.25,
        bulges=(Bulge(0.150, 0.42, 0.044, 0.006), Bulge(0.085, 0.88, 0.020, 0.010), Bulge(0.026, 0.52, 0.026, 0.005)),
        folds=_folds(0.088, 0.222),
        eye=Eye((0.0230, 0.0665, 0.414), 0.0195, (0.80, 0.22, 0.48)),
    ),
    first_dorsal=MedianFin(0.315, 0.400, 5, ((0, 0.120), (0.25, 0.165), (0.5, 0.175), (0.75, 0.150), (1, 0.085)),
                           (4, 44), 0.10),
    second_dorsal=MedianFin(0.450, 0.775, 23, ((0, 0.066), (0.3, 0.070), (0.85, 0.062), (1, 0.050)), (24, 58), 0.10),
    anal=MedianFin(0.49, 0.75, 20, ((0, 0.010), (0.5, 0.015), (1, 0.018)), (60, 72), 0.10, is_below=True),
    tail_lengths=((0, 0.095), (0.30, 0.165), (0.52, 0.205), (0.8, 0.160), (1, 0.095)),
    tail_spread_deg=20, threads=((1, 0.055), (2, 0.075), (3, 0.050)), arm=0.82, is_disc_fused=True,
)  # fmt: skip

_CHRYSOSPILOS = Kind(
    shape=Shape(
        upper=((0, 0.050), (0.04, 0.062), (0.08, 0.070), (0.14, 0.067), (0.22, 0.068), (0.32, 0.070), (0.45, 0.064),
               (0.60, 0.053), (0.72, 0.043), (0.82, 0.037)),
        lower=((0, -0.034), (0.04, -0.048), (0.09, -0.056), (0.20, -0.062), (0.32, -0.063), (0.45, -0.056),
               (0.60, -0.045), (0.72, -0.036), (0.82, -0.030)),
        width=((0, 0.050), (0.04, 0.062), (0.10, 0.071), (0.18, 0.074), (0.26, 0.067), (0.40, 0.054), (0.55, 0.042),
               (0.70, 0.028), (0.79, 0.018), (0.82, 0.003)),
        nose_height=0.006, nose_radius=0.062, end=0.82, squareness=2.3,
        bulges=(Bulge(0.150, 0.42, 0.046, 0.007), Bulge(0.078, 0.88, 0.023, 0.013), Bulge(0.026, 0.52, 0.026, 0.004)),
        folds=_folds(0.090, 0.224),
        eye=Eye((0.0275, 0.0820, 0.421), 0.0255, (0.80, 0.22, 0.48)),
    ),
    first_dorsal=MedianFin(0.305, 0.445, 9, ((0, 0.118), (0.12, 0.105), (0.4, 0.088), (0.75, 0.068), (1, 0.038)),
                           (2, 46), 0.08),
    second_dorsal=MedianFin(0.520, 0.695, 12, ((0, 0.058), (0.3, 0.062), (0.8, 0.054), (1, 0.042)), (20, 52), 0.05),
    anal=MedianFin(0.54, 0.68, 11, ((0, 0.012), (0.5, 0.018), (1, 0.018)), (58, 70), 0.10, is_below=True),
    tail_lengths=((0, 0.100), (0.30, 0.155), (0.50, 0.180), (0.8, 0.155), (1, 0.100)),
    tail_spread_deg=25, threads=((0, 0.105), (1, 0.030)), arm=0.95, is_disc_fused=True,
)  # fmt: skip

KINDS = {"schlosseri": _SCHLOSSERI, "boddarti": _BODDARTI, "chrysospilos": _CHRYSOSPILOS}
