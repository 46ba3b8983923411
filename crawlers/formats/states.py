"""Why a file could not be read, as people say it, in Chinese."""

STATE_WORDS = {
    "scan": "扫描件，没有文字",
    "encrypted": "已加密",
    "broken": "文件损坏",
    "unsupported": "格式不支持",
    "crashed": "读取程序处理该文件时异常退出",
    "too_slow": "读取超时",
    "too_large": "文件过大",
    "unread": "本机没能启动读取程序",
    "listed": "压缩包，未读取包内文件",
}
