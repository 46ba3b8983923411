"""A round of two demo departments with six people, as the tests of a whole round need it."""

from contextlib import contextmanager
from datetime import UTC, date, datetime

from crawlers.loopback import Folder, serve
from data.demo.content.model import unit_of
from data.demo.families.parts import view_of
from data.demo.families.static import STATIC
from data.demo.generate import address, planted, write_site
from data.people import Person, Role

SCHEME = """\
scheme:
  id: whole-1
  title: 小体系
  kind: department
  total: 100
  grades: [{name: 优秀, min: 90}, {name: 合格, min: 60}, {name: 不合格, min: 0}]
  publish: grades
sources:
  law: 《条例》
indicators:
  - id: open
    name: 公开内容
    points: 80
    children:
      - {id: budget, name: 部门预算, points: 40, method: auto, na: none, check: department_budget,
         rule: 公开得 20 分，按时再得 20 分。, basis: [law], remedy: 批复后二十日内公开部门预算。,
         scoring: {rule: checklist, items: {published: 20, within_20d: 20}}}
      - {id: fresh, name: 栏目更新, points: 20, method: auto, na: none, check: columns_fresh,
         rule: 每个停更栏目扣 10 分。, basis: [law], remedy: 更新停更的栏目。,
         scoring: {rule: deduct, each: {stale_dynamic: 10}}}
      - {id: links, name: 链接可用, points: 20, method: auto, na: none, check: links_alive,
         rule: 首页每个死链扣 5 分。, basis: [law], remedy: 修复链接。,
         scoring: {rule: deduct, each: {dead_home: 5}}}
  - id: rest
    name: 其他
    points: 20
    children:
      - {id: quality, name: 解读质量, points: 20, method: manual, na: exclude,
         rule: 由专家评定。, basis: [law], remedy: 改进解读。, scoring: {rule: presence}}
"""

AS_OF = date(2023, 12, 15)
ADMIN = Person("admin", "管理员", Role.ADMINISTRATOR)
OFFICE = Person("office", "办公室", Role.ORGANISER)
EVA = Person("eva", "评估员甲", Role.EVALUATOR)
EVAN = Person("evan", "评估员乙", Role.EVALUATOR)
REV = Person("rev", "复核员", Role.REVIEWER)
OF_UNIT = Person("zj", "住建局专干", Role.UNIT, "zhujian")
SIX = (ADMIN, OFFICE, EVA, EVAN, REV, OF_UNIT)


def at(day, hour=2):
    """A moment in December 2023."""
    return datetime(2023, 12, day, hour, tzinfo=UTC)


@contextmanager
def sites(folder):
    """The two sites written and served.

    Yields:
        Their views by unit id, their folders, and the allow map.
    """
    views = {id_: view_of(planted(id_), STATIC) for id_ in ("zhujian", "jiaoyu")}
    folders = {id_: folder / id_ for id_ in views}
    for id_, view in views.items():
        write_site(view, folders[id_])
    hosts = {view.body.host: Folder(folders[id_]) for id_, view in views.items()}
    with serve(hosts) as allow:
        yield views, folders, allow


def newly_posted(view, folder):
    """The stale column gets an entry of 20 December 2023; the address of the column."""
    path = view.columns["gzdt"]
    page = folder / path.lstrip("/") / "index.html"
    entry = (
        '<ul class="list">\n<li><a href="202312/t20231220_1.html">年末检查</a>'
        "<span>2023-12-20</span></li>\n"
    )
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace('<ul class="list">\n', entry, 1), encoding="utf-8")
    return address(view, path)


def units(views):
    """As the register has them."""
    found = [unit_of(view.body, address(view, view.home)) for view in views.values()]
    return sorted(found, key=lambda unit: unit.id)
