#!/usr/bin/python3
"""Makes assets/font/*.otf: BIZ UDPGothic, cut down to what a window in Japanese needs.

Needs Debian's fonts-morisawa-bizud-gothic and fonttools. Not part of a build: the result is in
the tree, and `make font` makes it again.

What is kept: all of JIS X 0208, the half-width kana, and the characters of Windows' code page 932
that occur in people's names (髙, 﨑) and in those of companies (㈱). U+0020 is kept too, since the
width of a space decides where lines break.

What is left out of the regular weight: Latin letters, digits, and the punctuation that English and Japanese share (quotes,
dashes, the ellipsis). The toolkit takes those from its own Noto Sans, whose Latin is better drawn for
a screen; were they kept, English would get Japanese quotes. GSUB and GPOS (vertical forms,
proportional kana) are not used in a window, and hinting is ignored by the renderer.

The bold weight is whole instead: it has the Latin of the toolkit's Noto Sans Bold in it, with its kerning. A window
can then name it as the one font of its bold text, and the toolkit does not open three more beside it, in case a
letter is not in ours: 4 MB of memory. The regular weight would gain nothing: the toolkit's own entries name no font.

The ascent and the descent become those of Noto Sans, 1.069 and 0.293 em: a line that mixes both fonts
has one height, and nothing is clipped.

The outlines become cubic (CFF), which every quadratic outline can be without loss. Fyne's reader unpacks all
quadratic outlines of a font when it opens it, and cubic ones when they are drawn: 1.3 ms instead of 9.2 ms a
weight and 3.0 MB instead of 7.2 MB, at every start and for every text style in use.
"""

import pathlib
import subprocess
import sys
import tempfile

from fontTools import merge, subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

SOURCE = pathlib.Path("/usr/share/fonts/truetype/bizud-gothic")
ASCENT, DESCENT = 1.069, 0.293  # Noto Sans, in em

# Taken from Noto Sans although JIS X 0208 has them.
SHARED = set("‐–—―‘’“”•…·§¶©®°±×÷´¨")


def of_codec(codec, lead, trail):
    """The characters that codec reads from every pair of bytes."""
    out = set()
    for a in lead:
        for b in trail:
            try:
                text = bytes([a, b]).decode(codec)
            except UnicodeDecodeError:
                continue
            out |= set(text)
    return out


def wanted():
    jis = of_codec("euc_jp", range(0xA1, 0xF5), range(0xA1, 0xFF))
    names = of_codec("cp932", [*range(0x81, 0xA0), *range(0xE0, 0xFD)], range(0x40, 0xFD))
    half_width = {chr(c) for c in range(0xFF61, 0xFFA0)}
    latin = {chr(c) for c in range(0x21, 0x250)}
    return (jis | names | half_width | {" ", "\u3000", "〜", "～", "−", "－"}) - latin - SHARED


def whole_latin():
    """What the bold weight takes from Noto Sans."""
    ranges = [(0x21, 0x24F), (0x1E00, 0x1EFF), (0x2010, 0x205E), (0x20A0, 0x20BF), (0x2113, 0x2122)]
    return {chr(c) for a, b in ranges for c in range(a, b + 1)} - wanted()


def with_latin(font, weight, folder):
    """Returns font with the Latin of Noto Sans, both in quadratic outlines."""
    fyne = subprocess.run(["scripts/go", "list", "-m", "-f", "{{.Dir}}", "fyne.io/fyne/v2"], check=True, capture_output=True, text=True)
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["kern"]
    options.drop_tables += ["GSUB", "GDEF", "DSIG"]
    latin = subset.load_font(str(pathlib.Path(fyne.stdout.strip()) / "theme/font" / f"NotoSans-{weight}.ttf"), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(c) for c in whole_latin()])
    cutter.subset(latin)
    scale_upem(latin, font["head"].unitsPerEm)
    files = [str(folder / name) for name in ("ours.ttf", "latin.ttf")]
    font.save(files[0])
    latin.save(files[1])
    both = merge.Merger(options=merge.Options(drop_tables=["GSUB", "GDEF"])).merge(files)
    both.recalcTimestamp = False
    return both


def to_cubic(font):
    """Replaces the outlines of a TrueType font by the same ones in cubic form."""
    glyphs = font.getGlyphSet()
    outlines = {}
    for name in font.getGlyphOrder():
        whole = DecomposingRecordingPen(glyphs)  # a glyph made of others becomes one of its own
        glyphs[name].draw(whole)
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        whole.replay(pen)
        outlines[name] = pen.getCharString()
    builder = FontBuilder(font=font)
    builder.isTTF = False
    del font["glyf"], font["loca"]
    font.sfntVersion = "OTTO"
    builder.setupCFF(font["name"].getDebugName(6), {}, outlines, {})
    builder.setupMaxp()


def make(weight, target):
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # with copyright and licence
    options.drop_tables += ["vhea", "vmtx", "VORG", "DSIG", "BASE", "meta", "GSUB", "GPOS", "GDEF"]
    font = subset.load_font(str(SOURCE / f"BIZUDPGothic-{weight}.ttf"), options)
    font.recalcTimestamp = False  # the same input gives the same bytes
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(c) for c in wanted()])
    cutter.subset(font)
    if weight == "Bold":
        with tempfile.TemporaryDirectory() as folder:
            font = with_latin(font, weight, pathlib.Path(folder))

    em = font["head"].unitsPerEm
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = round(em * ASCENT), -round(em * DESCENT), 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = hhea.ascent, hhea.descent, 0
    os2.usWinAscent, os2.usWinDescent = hhea.ascent, -hhea.descent
    to_cubic(font)
    subset.save_font(font, str(target), options)

    missing = {c for c in of_codec("euc_jp", range(0xB0, 0xF5), range(0xA1, 0xFF))} - set(map(chr, font.getBestCmap()))
    if missing:
        sys.exit(f"{target}: kanji missing: {''.join(sorted(missing))}")
    print(f"{target}: {len(font.getBestCmap())} characters, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    folder = pathlib.Path(__file__).resolve().parent.parent / "assets" / "font"
    for weight in ("Regular", "Bold"):
        make(weight, folder / f"BIZUDPGothic-{weight}.otf")
