"""Which Chinese fonts documents are set in: as GB/T 9704-2012 asks for, else free ones.

Word names the fonts of the standard, which the reader's machine has; a PDF carries its fonts, so
it takes those that this machine has.
"""

from collections.abc import Collection, Mapping
from functools import cache

from dashboard.reports.errors import ReportError

# Word: the names that Chinese offices have installed.
WORD = {
    "title": "方正小标宋简体",
    "body": "仿宋_GB2312",
    "black": "黑体",
    "kai": "楷体_GB2312",
    "song": "宋体",
}

_FREE_SERIF = (
    "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN",
    "思源宋体", "SimSun", "宋体", "NSimSun", "STSong", "Songti SC", "AR PL UMing CN",
)  # fmt: skip
_FREE_SANS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "思源黑体",
    "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
)  # fmt: skip
# Wanted first, then what may stand for it.
_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "title": (
        "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK",
        *_FREE_SERIF, *_FREE_SANS,
    ),
    "body": (
        "FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FZFangSong-Z02S",
        "FZFangSong-Z02", *_FREE_SERIF, *_FREE_SANS,
    ),
    "black": ("SimHei", "黑体", "STHeiti", "FZHei-B01S", *_FREE_SANS, *_FREE_SERIF),
    "kai": (
        "KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "FZKai-Z03S", "AR PL UKai CN",
        *_FREE_SERIF, *_FREE_SANS,
    ),
    "song": (*_FREE_SERIF, *_FREE_SANS),
}  # fmt: skip

NONE = (
    "这台机器上没有中文字体，不能生成 PDF；请安装后再试"
    "（Debian、Ubuntu：apt install fonts-noto-cjk；其他系统安装思源宋体、思源黑体），"
    "Word 格式不受影响"
)


def chosen(installed: Collection[str]) -> dict[str, str]:
    """The font for each use among those installed.

    Raises:
        ReportError: none of them has Chinese.
    """
    there = {name.lower(): name for name in installed}
    found = {
        use: next((there[name.lower()] for name in names if name.lower() in there), "")
        for use, names in _FAMILIES.items()
    }
    if not all(found.values()):
        raise ReportError(NONE)
    return found


@cache
def fonts() -> dict[str, str]:
    """The fonts of this machine for each use.

    Raises:
        ReportError: none has Chinese.
    """
    import typst  # a quarter of a second; only a PDF needs it

    return chosen(typst.Fonts().families())
