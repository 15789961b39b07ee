"""The theme, so that Word's color and font pickers offer our tokens."""

from __future__ import annotations

from partnerxl.report import tokens as t

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
COLORS = {
    "dk1": t.INK,
    "lt1": t.WHITE,
    "dk2": t.NAVY,
    "lt2": t.PANEL,
    "accent1": t.NAVY,
    "accent2": t.TEAL,
    "accent3": t.STEEL,
    "accent4": t.AMBER_EDGE,
    "accent5": t.RED,
    "accent6": t.GREEN_TEXT,
    "hlink": t.TEAL,
    "folHlink": t.MUTED,
}


def theme_part() -> str:
    """The theme part."""
    colors = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in COLORS.items())
    face = f'<a:latin typeface="{t.FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    plain = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{plain}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme xmlns:a="{DRAWING}" name="partnerxl"><a:themeElements><a:clrScheme '
        f'name="partnerxl">{colors}</a:clrScheme>'
        f'<a:fontScheme name="partnerxl"><a:majorFont>{face}</a:majorFont>'
        f"<a:minorFont>{face}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="partnerxl"><a:fillStyleLst>{plain * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{plain * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )
