"""What a certificate says of itself to people: 说明.txt."""

from data.indicators import Scheme
from data.storage.seals import Seal
from data.types import Round

_TEXT = """\
评估证书

轮次：{name}（{id}）
指标体系：{title}（{scheme}）
评估年度：{year}　　截止日：{as_of}
单位：{units} 个
结果摘要值：{digest}
封存时间：{sealed}（协调世界时）
程序：{program}，Python {python}

这是一轮评估的全部依据和结果。封存以后，这一轮不能再采集、核查、评审和计分。

怎样核验
  在任何一台装有公开尺的电脑上运行：gkc verify 本文件.zip
  不用数据库，不用联网。程序核对每个文件，由核查结果和评审意见重算每一项得分和名次，
  输出的摘要值应与上面的结果摘要值相同；有一处改动就会指出在哪个文件、哪个单位、哪个指标。
  要确认证书没有被整个换掉，请用公布的结果摘要值和证书编号（{manifest} 里的 id）对照。

里面有什么
  {manifest}　　清单：每个文件的 SHA-256、轮次、摘要值、程序版本、证书编号
  scheme.yaml　　　指标体系，与封存的轮次所用的一字不差
  units.csv　　　　被评估单位，按建立轮次时的名册
  findings.jsonl　 核查结果：结论、原因、证据，每行一个单位的一个指标
  judgements.jsonl 评审意见，按先后排列；同一单位同一指标以时间最晚的为准
  metrics.jsonl　　填报数据（有的轮次没有），按导入的先后排列，更正和撤回的都在内
  evidence.csv　　 证据：网址、内容的 SHA-256、采集时间、存证文件和位置、引用它的指标
  scores.csv　　　 每个单位每个指标的满分、已核查的分值和得分；没有列出的指标对该单位不适用
  ranking.csv　　　分组名次和得分；“得分”是对外的两位小数，排名以精确值为准
  evidence/　　　　存证文件（WARC）；封存时写了 --evidence 的才有

精确值写不成六位以内小数的，写成分数，如 250/3。
网址里的身份证号和手机号码已经遮盖；存证文件是网页原文，没有遮盖，只交给有权查看的人。
"""


def about(assessed: Round, scheme: Scheme, seal: Seal, units: int) -> str:
    """The text, a function of what is stored: the same whenever it is made."""
    return _TEXT.format(
        name=assessed.name,
        id=assessed.id,
        title=scheme.title,
        scheme=assessed.scheme_id,
        year=assessed.year,
        as_of=assessed.as_of.isoformat(),
        units=units,
        digest=seal.digest,
        sealed=seal.at.strftime("%Y-%m-%d %H:%M:%S"),
        program=seal.program,
        python=seal.python,
        manifest="manifest.json",
    )
