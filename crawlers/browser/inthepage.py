"""The scripts that read a drawn page from inside, and that click its list onward.

They change nothing that the page shows. What they answer comes from a stranger's page and is only
read as text.
"""

# Whether it still loads, how many elements and how many characters it has.
MEASURE = """() => {
  const root = document.documentElement
  return [document.readyState === "loading", document.getElementsByTagName("*").length,
          root ? root.textContent.length : 0]
}"""

# Address, markup, inline scripts. The copy belongs to a document without a window, where no
# picture loads and no element of the page's own making comes to life. Frames of the same origin
# are put behind their element. No markup when there is too much of it.
SERIALISE = """([elements, characters]) => {
  const root = document.documentElement
  if (!root) return [location.href, "", ""]
  if (document.getElementsByTagName("*").length > elements
      || root.textContent.length > characters) return [location.href, null, ""]
  const inert = document.implementation.createHTMLDocument("")
  const frames = (live, copied, depth) => {
    const inside = live.querySelectorAll("iframe")
    copied.querySelectorAll("iframe").forEach((frame, i) => {
      let body = null
      try { body = inside[i].contentDocument.body } catch (e) {}
      if (!body || !body.childNodes.length) return
      const shown = inert.createElement("div")
      shown.setAttribute("data-frame", inside[i].contentDocument.location.href)
      const drawn = inert.importNode(body, true)
      if (depth < 3) frames(body, drawn, depth + 1)
      shown.append(...drawn.childNodes)
      frame.after(shown)
    })
  }
  const copy = inert.importNode(root, true)
  frames(root, copy, 0)
  const scripts = [...copy.querySelectorAll("script:not([src])")].map((s) => s.textContent)
  copy.querySelectorAll("script, noscript, meta[charset], meta[http-equiv=content-type i]")
    .forEach((gone) => gone.remove())
  const head = copy.querySelector("head")
  if (head) {
    const charset = inert.createElement("meta")
    charset.setAttribute("charset", "utf-8")
    head.prepend(charset)
  }
  const html = "<!DOCTYPE html>\\n" + copy.outerHTML
  return [location.href, html.length > characters ? null : html,
          scripts.join("\\n").slice(0, 50000)]
}"""

# The lines of text by which a new page of a list is known; the time of day is none.
SHOWN = """() => {
  const lines = new Set()
  for (const each of document.querySelectorAll("a, li, tr, dd, p, h3, h4")) {
    const said = each.textContent.replace(/\\d{1,2}:\\d{2}(:\\d{2})?/g, "")
    const text = said.replace(/\\s+/g, " ").trim()
    if (text.length >= 6) lines.add(text.slice(0, 200))
    if (lines.size >= 5000) break
  }
  return [...lines]
}"""

# Click the control that leads a list onward by script; whether there was one. A link with an
# address of its own is none: a plain request follows it. Sliders and calendars have arrows too.
CLICK_FORWARD = """() => {
  const words = [
    /^(?:下一?页|后一?页|下一组|next(?:page)?)[\\s>»›→]*$/i,
    /^(?:点击)?(?:加载|查看|显示|浏览)更多.{0,3}$/,
    /^(?:>{1,2}|»|›|＞)$/,
  ]
  const named = /(?:^|[\\s_-])(?:next|nextpage|page-next|btn-next)(?:$|[\\s_-])/i
  const apart = /swiper|slick|carousel|banner|slide|focus|calendar|month|date|year/i
  const off = /(?:^|[\\s_-])(?:disabled?|off|forbid)(?:$|[\\s_-])/i
  const known = (each) => {
    const said = (each.textContent || each.value || "").trim()
    if (said.length > 12) return -1
    const at = words.findIndex((pattern) => pattern.test(said))
    if (at >= 0) return at
    const hints = [each.className, each.getAttribute("aria-label"), each.title]
    return hints.some((h) => typeof h === "string" && (named.test(h) || words[0].test(h))) ? 1 : -1
  }
  const usable = (each) => {
    const href = each.getAttribute("href")
    if (href && !/^\\s*(?:#|javascript:)/i.test(href)) return false
    if (each.disabled || each.getAttribute("aria-disabled") === "true") return false
    if (off.test(each.className) || (each.parentElement && off.test(each.parentElement.className)))
      return false
    for (let at = each, up = 0; at && up < 4; at = at.parentElement, up++)
      if (typeof at.className === "string" && apart.test(at.className)) return false
    return each.getClientRects().length > 0
  }
  let best = null, rank = 9
  const kinds = "a, button, input[type=button], span, li, div, p, i, em, b, strong"
  for (const each of document.querySelectorAll(kinds)) {
    if (each.childElementCount > 2) continue
    const at = known(each)
    if (at >= 0 && at < rank && usable(each)) [best, rank] = [each, at]
  }
  if (!best) return false
  best.click()
  return true
}"""
