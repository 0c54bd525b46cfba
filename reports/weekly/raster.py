"""SVG to PNG, with the report's own typefaces alone, so that a picture is the same on every machine."""

from __future__ import annotations

from reports.weekly import lettering


def png(svg: str) -> bytes:
    """The picture of an SVG, in the SVG's own width."""
    import resvg_py  # the renderer is a native library that only pictures need

    drawn: bytes = resvg_py.svg_to_bytes(
        svg_string=svg,
        skip_system_fonts=True,
        font_files=[str(path) for path in lettering.FILES],
        font_family=lettering.FAMILY,
        sans_serif_family=lettering.FAMILY,
    )
    return bytes(drawn)
