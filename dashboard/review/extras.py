"""Below the form: files of evidence, and notes that reviewers write for each other."""

import streamlit as st

from crawlers.clock import now
from dashboard.casework.pictures import picture
from dashboard.review.board import Board
from dashboard.review.desk import ReviewDesk
from dashboard.screen.parts import beijing
from dashboard.wording.language import _
from dashboard.wording.markup import described, plain
from data.indicators import Leaf, Method
from data.people import NotAllowed
from data.reviews import Cell, Upload
from data.storage.database import StoreError
from data.types import Mark
from data.uploads import IMAGES, MOST_BYTES, TAKEN, UploadError
from data.var import VAR
from data.workflow import WorkflowError


def files(shown: Board, desk: ReviewDesk, leaf: Leaf, cell: Cell) -> None:
    """Files brought on the point, and a place to bring more: for what a website cannot show."""
    kept, judges = desk.uploads(shown.round.id, cell), desk.judges(cell[0], Mark.FIRST)
    asked = judges and leaf.method in {Method.MANUAL, Method.METRIC, Method.SEMI}
    if not kept and not asked:
        return
    with st.expander(
        _("证据文件（{kept}）").format(kept=len(kept)), expanded=leaf.method is Method.MANUAL
    ):
        for number, file in enumerate(kept):
            _file(desk, shown.round.id, cell, file, f"{shown.round.id} {cell} {number}")
        if not judges:
            return
        key = f"upload {shown.round.id} {cell} {len(kept)}"  # a new box after each file
        brought = st.file_uploader(
            _("上传证据（{taken}，每份不超过 {part} MB）").format(
                taken="、".join(TAKEN), part=MOST_BYTES // 1024**2
            ),
            type=list(TAKEN),
            key=key,
            max_upload_size=MOST_BYTES // 1024**2,
        )
        if brought is not None:
            try:
                desk.upload(shown.round.id, cell, brought.name, brought.getvalue(), VAR, now())
            except (UploadError, StoreError, NotAllowed, WorkflowError) as error:
                st.error(plain(str(error)))
            else:
                st.rerun()


def _file(desk: ReviewDesk, round_id: str, cell: Cell, file: Upload, key: str) -> None:
    told = f"{file.by} · {beijing(file.at)}" if file.at else file.by
    try:
        content = desk.file(round_id, cell, file, VAR)
    except UploadError as error:
        st.warning(plain(str(error)))
        return
    if file.format in IMAGES and (shown := picture(content)):
        st.image(shown, caption=plain(file.name), width="stretch")
    st.download_button(plain(file.name), content, file.name, key=f"get {key}", on_click="ignore")
    st.caption(plain(f"{told} · SHA-256 {file.sha256[:12]}"))


def notes(shown: Board, desk: ReviewDesk, cell: Cell) -> None:
    """Remarks among reviewers; units never see them."""
    written = desk.notes(shown.round.id, cell)
    with st.expander(_("评审备注（{written}），被评估单位看不到").format(written=len(written))):
        st.html(described((f"{n.by}", f"{n.text}\n{beijing(n.at)}") for n in written))
        with st.form(f"note {shown.round.id} {cell}", clear_on_submit=True, border=False):
            text = st.text_input(_("写给其他评审人员"), max_chars=2000)
            if st.form_submit_button(_("添加备注")) and text.strip():
                try:
                    desk.add_note(shown.round.id, cell, text, now())
                except (StoreError, NotAllowed) as error:
                    st.error(plain(str(error)))
                else:
                    st.rerun()
