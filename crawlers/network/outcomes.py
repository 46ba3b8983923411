"""How a request ended, as people say it, in Chinese."""

from data.types import Fetch, FetchOutcome

# The note of a page that stops before its markup does.
UNENDED = "页面没有结尾，可能不完整"

SAID = {
    FetchOutcome.NOT_FOUND: "页面不存在（404）",
    FetchOutcome.GONE: "页面已删除（410）",
    FetchOutcome.SOFT_NOT_FOUND: "返回的是出错页面",
    FetchOutcome.FORBIDDEN: "拒绝访问（403）",
    FetchOutcome.ROBOTS_DENIED: "robots.txt 不允许采集",
    FetchOutcome.LOGIN_WALL: "需要登录",
    FetchOutcome.CHALLENGE: "返回访问验证页面（防护墙拦截采集程序）",
    FetchOutcome.RATE_LIMITED: "请求过于频繁，被限制访问（429）",
    FetchOutcome.SERVER_ERROR: "服务器出错（5xx）",
    FetchOutcome.CLIENT_ERROR: "服务器不接受请求（4xx）",
    FetchOutcome.DNS_FAILED: "域名无法解析",
    FetchOutcome.REFUSED: "连接被拒绝或中断",
    FetchOutcome.TLS_INVALID: "HTTPS 证书无效",
    FetchOutcome.TIMEOUT_CONNECT: "连接超时",
    FetchOutcome.TIMEOUT_FIRST_BYTE: "等待响应超时",
    FetchOutcome.TIMEOUT_BODY: "下载超时",
    FetchOutcome.TOO_LARGE: "文件过大，未下载",
    FetchOutcome.TRUNCATED: "内容不完整",
    FetchOutcome.DECODE_FAILED: "内容无法解码",
    FetchOutcome.REDIRECT_LOOP: "重定向次数过多",
    FetchOutcome.REDIRECTED_OFF_SITE: "跳转到其他网站",
    FetchOutcome.REDIRECTED_HOME: "跳转回首页",
    FetchOutcome.JS_SHELL: "内容由脚本生成",
    FetchOutcome.OUT_OF_BUDGET: "超出本次采集额度，未读取",
    FetchOutcome.BLOCKED_ADDRESS: "地址不允许访问",
    FetchOutcome.BAD_URL: "网址格式有误",
    FetchOutcome.INTERNAL: "本程序或本机出错，没有取得结果",
    FetchOutcome.OK: "正常",
    FetchOutcome.NOT_MODIFIED: "未变化",
}


def describe(fetch: Fetch) -> str:
    """The outcome of a request as people say it."""
    match fetch.outcome, fetch.status:
        case FetchOutcome.SERVER_ERROR, int(status) if 200 <= status < 300:
            return "返回的是出错或维护页面"
        case FetchOutcome.FORBIDDEN, int(status) if 200 <= status < 300:
            return "返回的是拒绝访问的页面"
        case FetchOutcome.SERVER_ERROR, int(status) if 300 <= status < 400 and status != 304:
            return f"服务器要求跳转，却没有写明地址（{status}）"
        case FetchOutcome.SERVER_ERROR, int(status) if not 500 <= status < 600:
            return f"服务器的答复不合 HTTP 规范（{status}）"
        case FetchOutcome.DECODE_FAILED, None:
            return "服务器的答复读不懂"
    return SAID[fetch.outcome]
