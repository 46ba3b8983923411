"""Indicator tables as offices keep them, built with xlsxwriter after layouts seen in print."""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter


def book(path: Path, rows: Sequence[Sequence[object]], merges: Sequence[str] = ()) -> Path:
    """A workbook of one sheet; `merges` such as "A3:A9" keep the value of their first cell."""
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet("指标表")
        percent = file.add_format({"num_format": "0%"})
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, str) and cell.endswith("%") and cell[:-1].isdigit():
                    sheet.write_number(r, c, int(cell[:-1]) / 100, percent)
                elif cell is not None:
                    sheet.write(r, c, cell)
        for merged in merges:
            first = merged.split(":")[0]
            row, column = int(first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1, ord(first[0]) - 65
            value = rows[row][column] if column < len(rows[row]) else None
            shown = percent if isinstance(value, str) and value.endswith("%") else None
            if isinstance(value, str) and value.endswith("%") and value[:-1].isdigit():
                value = int(value[:-1]) / 100
            sheet.merge_range(merged, value if value is not None else "", shown)
    return path


def nested_percentages(path: Path) -> Path:
    """Five levels, each with its weight; brothers add up to 100 % (after 宝鸡 2020)."""
    head = [
        "一级指标",
        "权重",
        "二级指标",
        "权重",
        "三级指标",
        "权重",
        "四级指标",
        "权重",
        "评估点",
        "权重",
    ]
    top = ["政府信息公开", "40%", "主动公开", "70%"]
    return book(
        path,
        [
            ["附件2 政务公开评估指标体系（市级部门版）"],
            [*head, "采样方式"],
            [*top, "会议公开", "10%", "会议制度", "30%", "公布会议公开制度", "100%", "全部"],
            [*[None] * 6, "会议信息", "70%", "公布会议议定事项", "60%", "随机抽3次会议"],
            [*[None] * 8, "公布会议解读", "40%", "随机抽3次会议"],
            [
                *[None] * 4,
                "预决算",
                "90%",
                "部门预算",
                "100%",
                "公开部门预算及“三公”经费",
                "100%",
                "全部",
            ],
            [
                None,
                None,
                "依申请公开",
                "30%",
                "申请渠道",
                "100%",
                "渠道",
                "100%",
                "网上申请、信函申请渠道畅通",
                "100%",
                "实测",
            ],
            [
                "政务服务",
                "60%",
                "办事指南",
                "100%",
                "要素",
                "100%",
                "指南",
                "100%",
                "办事指南要素齐全",
                "100%",
                "抽10项",
            ],
        ],
        [
            "A1:K1",
            "A3:A7",
            "B3:B7",
            "C3:C6",
            "D3:D6",
            "E3:E5",
            "F3:F5",
            "G4:G5",
            "H4:H5",
        ],
    )


def five_levels(path: Path) -> Path:
    """Five levels of names, one column of points, the question as the name (after 沂水 2022)."""
    return book(
        path,
        [
            ["沂蒙县2022年政务公开考核指标体系"],
            ["一级指标", "二级指标", "三级指标", "四级指标", "五级指标", "分值", "优化提升对象"],
            [
                "主动公开（2.75分）",
                "法定基础信息",
                "政策文件",
                "行政规范性文件",
                "是否设置专栏集中发布规范性文件",
                0.5,
                "所有单位",
            ],
            [
                None,
                None,
                None,
                None,
                "页面是否列明规范性文件的文号、成文日期、发布日期和有效性",
                1,
                "县司法局",
            ],
            [None, None, None, "其他文件", "是否设置其他文件专栏", 0.25, "所有单位"],
            [
                None,
                None,
                "机构职能",
                "机构信息",
                "是否公开机构职能、办公地址、办公时间和联系方式",
                1,
                "所有单位",
            ],
            [
                "依申请公开（1分）",
                "渠道",
                "申请渠道",
                "线上渠道",
                "是否开通网上申请渠道和信函申请渠道",
                1,
                "所有单位",
            ],
            ["合计", None, None, None, None, 3.75],
        ],
        ["A1:G1", "A3:A6", "B3:B6", "C3:C5", "D3:D4"],
    )


def deduction_items(path: Path) -> Path:
    """Indicator table, score sheet and rectification sheet in one; a header of two rows (after
    霍邱 2020)."""
    return book(
        path,
        [
            ["2020年度政务公开测评表"],
            [
                "公开事项",
                None,
                None,
                "内容要求",
                "扣分要素",
                "分值",
                "得分",
                "扣分原因",
                "整改情况",
            ],
            ["一级目录", "二级目录", "三级目录"],
            [
                "010000 政策文件",
                "010100 规范性文件",
                "010101 本级规范性文件",
                "集中公开本部门规范性文件",
                "①没有文号的每件扣2分；②没有标注有效性的每件扣1分；"
                "③未提供下载的，每件扣0.5分。扣完为止",
                20,
            ],
            [None, None, "010102 其他文件", "公开其他文件", "未公开的扣5分", 5],
            [
                None,
                "010200 政策解读",
                "010201 解读材料",
                "文件与解读相互链接",
                "未相互链接的，每发现1例扣0.5分，最多扣3分",
                10,
            ],
            [
                "020000 财政信息",
                "020100 预决算",
                "020101 部门预算",
                "公开部门预算、“三公”经费及报表",
                "未公开的不得分；每缺一项扣1分",
                15,
            ],
            ["备注：得分、扣分原因由测评组填写。"],
        ],
        [
            "A1:I1",
            "A2:C2",
            "D2:D3",
            "E2:E3",
            "F2:F3",
            "G2:G3",
            "H2:H3",
            "I2:I3",
            "A4:A6",
            "B4:B5",
            "A8:I8",
        ],
    )


def points_in_text(path: Path) -> Path:
    """Points inside the text of the check list; the points of a group merged over its rows
    (after 霍邱, later years)."""
    return book(
        path,
        [
            [
                "序号",
                "过程",
                "一级指标",
                "二级指标",
                "三级指标",
                "测评指标与考察点",
                "权重",
                "得分",
                "扣分依据",
            ],
            [
                1,
                "决策公开",
                "政策文件",
                "部门文件",
                "文件公开",
                "①全面公开行政规范性文件【2分】；②全面公开其他文件【2分】；③提供WORD版下载【1分】",
                5,
            ],
            [
                2,
                "决策公开",
                "政策文件",
                "部门文件",
                "文件清理",
                "规范性文件备案【2分】；规范性文件清理结果【2分】",
                4,
            ],
            [3, "执行公开", "建议提案", "办理结果", "建议办理", "公开人大代表建议办理结果", 3],
            [None, None, None, None, None, "公开政协提案办理结果"],
            [
                4,
                "管理公开",
                "机构",
                "机构职能",
                "机构信息",
                "公开机构职能、内设机构、办公地址，每缺一项扣0.5分",
                2,
            ],
            ["总分", None, None, None, None, None, 14],
        ],
        ["C2:C3", "D2:D3", "B4:B5", "C4:C5", "D4:D5", "E4:E5", "G4:G5", "A4:A5"],
    )


def one_level(path: Path) -> Path:
    """Category, points, and the deductions as circled numbers (after 鲤城 2020)."""
    return book(
        path,
        [
            ["类别", "分值", "考核标准"],
            [
                "主动公开",
                10,
                "①超期公开的，每条扣5分；②要素不规范的，每条扣1分；③正文不显示的，每条扣1分。",
            ],
            ["政府信息公开年度报告", 10, "①未及时公开的，扣5分；②缺少要素的，扣5分"],
            ["依申请公开", 6, "超期答复的，扣6分/件；被复议诉讼纠错的，-3分/件"],
            ["公众满意度", 4, "满意度达到90%得满分，每低1个百分点扣0.1分"],
            ["组织领导", 2, "视落实情况酌情扣1-2分"],
        ],
    )


def sections(path: Path) -> Path:
    """One heading over two columns, headings of parts across the table (after a 河长制 table)."""
    return book(
        path,
        [
            ["序号", "考核项目", None, "各项分值", "考核内容", "评分标准", "说明"],
            ["一、通用项目（全部单位）"],
            [1, "政务公开", "年度计划", 5, "制定年度工作计划并公开", "未公开的扣5分", "网上查看"],
            [2, "政务公开", "平台维护", 5, "首页及时更新", "首页两周未更新的，扣5分", "网上查看"],
            ["二、专项（有关单位）"],
            [
                3,
                "行政执法",
                "执法公示",
                10,
                "公开执法依据、执法程序和执法结果",
                "每少一项扣2分",
                "网上查看",
            ],
        ],
        ["B1:C1", "A2:G2", "A5:G5", "B3:B4"],
    )


LAYOUTS = {
    "nested percentages": nested_percentages,
    "five levels": five_levels,
    "deduction items": deduction_items,
    "points in the text": points_in_text,
    "one level": one_level,
    "sections": sections,
}
