"""The published method: printed from the scheme and from the checks themselves."""

import streamlit as st

from dashboard import signin
from dashboard.cardlines import accusing, counted, name_of, share
from dashboard.markup import Html, described, esc, join, plain, small, table
from dashboard.parts import chosen_round, head
from dashboard.printing import band_words, percent, points
from dashboard.steps import checks
from dashboard.words import METHOD, OUTCOME, OUTCOME_MEANING
from data.card import LEAST_PRECISION, Card, Kind, Source, bundled_card
from data.indicators import Leaf, Node, groups_of
from data.types import Outcome

desk = signin.desk()
shown = desk.method(chosen_round())
scheme, registered = shown.scheme, checks()
card = bundled_card()
tied = desk.card(shown.round.id)
version, decides = (tied.version, tied.decides) if tied else (card.version, card.decides)
head(shown)

st.subheader("核查结果", anchor=False)
st.html(
    table(
        ("结果", "含义", "计分"),
        [(OUTCOME[outcome], *meaning) for outcome, meaning in OUTCOME_MEANING.items()],
        whole=(0,),
    )
)
st.subheader("计分", anchor=False)
st.code(
    f"""总分   = {points(scheme.total)}
得分   = 总分 × 得到的分值 ÷ 已核查的分值
区间   = 总分 × 得到的分值 ÷ 适用的分值  至  总分 ×（得到的分值 + 待核查的分值）÷ 适用的分值
覆盖率 = 已核查的分值 ÷ 适用的分值；不足 {percent(scheme.coverage_floor)} 的不列名次、不定等级""",
    language=None,
    wrap_lines=True,
)
st.caption(
    "例：总分 100，适用 90 分，已核查 65 分，得到 44 分：得分 100 × 44 ÷ 65 = 67.69；"
    "区间 100 × 44 ÷ 90 = 48.89 至 100 ×（44 + 25）÷ 90 = 76.67；覆盖率 65 ÷ 90 = 72%。"
)
bands = "、".join(map(band_words, scheme.grades))
st.caption(f"等级按未取整的得分划分：{plain(bands)}。名次只在同一组内排，得分相同名次相同。")


st.caption(
    "核查方法中用英文写出的期限、天数、份数、比例是参数，可在指标体系中修改；所列依据没有写明的默认值"
    "由本程序建议，各地按自己的文件设定。"
)

st.subheader("准确率", anchor=False)
st.caption(
    "在植入已知差错的演示网站和人工逐项读过的真实网站上测得。准确率：说的当中对的占多少；查全率：应说的当中"
    "说到的占多少；可辩解的（标注允许的另一种看法）不算对也不算错。“未公开”在真实网站上说对过、"
    f"准确率不低于 {percent(LEAST_PRECISION)} 的核查方法，可自行认定“未公开”；其余（包括只在演示"
    "网站上测过的）只作建议，由评审人员确认后才计失分。演示网站的轮次以演示网站上说对的为准。"
    f"本轮按准确率卡 {version}"
    + ("。" if version == card.version else f"；下表是本版程序的准确率卡 {card.version}。")
)


def of_checks(measured: Card, said: Outcome) -> Html:
    """How often the scheme's checks said an outcome rightly, by source; in the scheme's order."""
    rows = []
    for name in dict.fromkeys(leaf.check for leaf in scheme.leaves() if leaf.check):
        whole = measured.of(Kind.CHECK, name, said)
        seen = [
            f"{word}：{text}"
            for word, source in (("演示", Source.DEMO), ("真实", Source.SITES))
            if (text := counted(measured.of(Kind.CHECK, name, said, source)))
        ]
        worth = small("可自行认定" if name in decides else "只作建议")
        title = esc(name_of(Kind.CHECK, name))
        first = Html(title + worth) if said is Outcome.MISSING else title
        if said is Outcome.MISSING:
            labels = measured.of(Kind.CHECK, name, "", Source.SITES).compared
            seen.append(f"真实网站标注{labels}项" if labels else "没有真实标注")
        heard = join(seen, Html("<br>")) or "没有测到"
        rows.append((first, heard, share(whole.precision), share(whole.recall)))
    return table(("核查方法", "说的次数", "准确率", "查全率"), rows, numbers=(2, 3))


def of_topics(measured: Card) -> Html:
    """How often each topic was read rightly."""
    names = sorted({s.name for s in measured.tallies if s.kind is Kind.TOPIC})
    tallies = [(name_of(Kind.TOPIC, name), measured.of(Kind.TOPIC, name)) for name in names]
    return table(
        ("公开事项", "标注网页", "准确率", "查全率"),
        [(name, counted(t), share(t.precision), share(t.recall)) for name, t in tallies],
        numbers=(2, 3),
    )


with st.expander("各核查方法说“未公开”准不准"):
    st.html(of_checks(card, Outcome.MISSING))
with st.expander("各核查方法说“符合”准不准"):
    st.html(of_checks(card, Outcome.MET))
with st.expander("公开事项判断得准不准（只按规则，不用文本模型）"):
    st.html(of_topics(card))


def show(leaf: Leaf) -> None:
    """One indicator with its rule and the way it is looked for."""
    way = registered[leaf.check] if leaf.check else None
    label = f"{leaf.code} {leaf.name} · {points(leaf.points)} 分 · {METHOD[leaf.method]}"
    with st.expander(plain(label)):
        st.html(
            described(
                [
                    ("评分规则", leaf.rule),
                    ("依据", "；".join(leaf.basis)),
                    ("核查方法", f"{way.title}\n{way.method}" if way else ""),
                    ("法定依据", way.basis if way else ""),
                    ("说“未公开”时", accusing(card, decides, way.name) if way else ""),
                    ("需要材料", leaf.evidence),
                    ("怎么改", leaf.remedy),
                ]
            )
        )


def walk(part: Node | Leaf, depth: int = 0) -> None:
    if isinstance(part, Leaf):
        show(part)
        return
    label = plain(f"{part.code} {part.name}（{points(part.points)} 分）")
    st.markdown(f"### {label}" if depth == 0 else f"**{label}**")
    for child in part.children:
        walk(child, depth + 1)


st.subheader(plain(scheme.title), anchor=False)
for top in scheme.nodes:
    with st.container(gap="xsmall"):
        walk(top)
if scheme.vetoes:
    st.markdown("### 单项否决")
    st.caption("经评审人员确认才生效。")
    st.html(table(("编号", "事项"), [(veto.code, veto.name) for veto in scheme.vetoes]))
if scheme.bonus:
    st.markdown("### 加分")
    gate, cap = points(scheme.bonus.gate), points(scheme.bonus.cap)
    part = {node.id: f"“{node.name}”" for node in groups_of(scheme.nodes)}
    whose = part.get(scheme.bonus.part, "加分前")
    st.caption(f"{plain(whose)}的得分达到 {gate} 才计，合计最多 {cap} 分。")
    items = [(item.code, item.name, points(item.points)) for item in scheme.bonus.items]
    st.html(table(("编号", "事项", "分值"), items, numbers=(2,)))
