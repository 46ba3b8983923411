"""What somebody hands in on a screen: files of a bearable size, and addresses of who is signed in.

Bytes go to no disk and a file keeps only the harmless part of its name; it is opened in the child
process with limits that reads attachments.
"""

import os
from collections.abc import Sequence
from pathlib import PurePath

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from crawlers.guard import normalise_url
from dashboard.commands.options import parse_hosts
from dashboard.desk.desk import Desk
from dashboard.entry import signin
from dashboard.terminal.sources import Source, sources_of
from dashboard.wording.language import _
from data.people import Action
from data.uploads import MOST_BYTES, neutral

MOST_MB = MOST_BYTES // 1024**2
MOST_FILES = 5  # of one kind at once


class TakenError(Exception):
    """Something that cannot be taken: why, and what to do, as one Chinese sentence."""


def upload(label: str, kinds: Sequence[str], key: str, *, several: bool = False) -> list[Source]:
    """A field for files; what was chosen, as sources.

    Args:
        kinds: endings that may be chosen.
    """
    help_ = _("可用 {kinds}，一份最大 {most} MB。").format(
        kinds="、".join(kinds).upper(), most=MOST_MB
    )
    if several:
        chosen = st.file_uploader(
            label, kinds, accept_multiple_files=True, key=key, help=help_, max_upload_size=MOST_MB
        )
        return [source_of(each) for each in chosen]
    one = st.file_uploader(label, kinds, key=key, help=help_, max_upload_size=MOST_MB)
    return [source_of(one)] if one else []


def source_of(file: UploadedFile) -> Source:
    """The file as what a command is pointed at; `error` where it is not taken."""
    name = neutral(file.name)
    if file.size > MOST_BYTES:
        size = f"{file.size / 1024**2:.1f}"
        return Source(
            name,
            error=_("“{name}”有 {size} MB，最大 {most} MB；请压缩或分成几份").format(
                name=name, size=size, most=MOST_MB
            ),
        )
    if not file.size:
        return Source(name, error=_("“{name}”是空文件；请重新选择").format(name=name))
    return Source(name, file.getvalue())


def stem(name: str) -> str:
    """The name of a file or the last words of an address, for the file that is handed back."""
    return neutral(PurePath(name.rstrip("/")).stem) or _("结果")


def may_give_addresses(desk: Desk) -> bool:
    """Whether the person here may have this machine fetch an address: somebody with an account."""
    return desk.person not in (None, signin.ANYBODY_HERE) and desk.may(Action.SELF_CHECK)


def fetched(desk: Desk, addresses: Sequence[str]) -> list[Source]:
    """What the addresses hold, asked for as the crawler asks, with the same guard.

    Raises:
        TakenError: nobody is signed in, or it is no address.
    """
    if not may_give_addresses(desk):
        raise TakenError(_("登录后才能填写网址；没有登录的请上传文件"))
    urls = [normalise_url(address.strip()) for address in addresses]
    if None in urls:
        raise TakenError(_("网址应以 http:// 或 https:// 开头，请复制浏览器地址栏里的全部内容"))
    allow = parse_hosts(os.environ.get("GKC_ALLOW_HOST", "").split())
    contact = os.environ.get("GKC_CONTACT", "")
    return list(sources_of([url for url in urls if url], allow, contact))


def address(desk: Desk, key: str) -> str:
    """A field for an address, for who may give one; empty for others."""
    if not may_give_addresses(desk):
        st.caption(_("登录后也可以直接填写网址。"))
        return ""
    said = st.text_input(
        _("或填写网址"), key=key, placeholder="https://", help=_("只访问公网地址，附件一并读取。")
    )
    return str(said or "").strip()
