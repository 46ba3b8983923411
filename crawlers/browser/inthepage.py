"""The scripts that read a drawn page from inside, and that scroll it and click its list onward.

They change nothing that the page shows. What they answer comes from a stranger's page and is only
read as text.
"""

# Before any script of the page: note what it puts off. A timer of up to ten seconds is waited for
# when no other of the same code has run, so that clocks and sliders end; a later one of up to a
# minute, and a part of the page that is to fill when it comes into view, are told at the end.
# A proxy of a built-in function looks like the function itself to walls that check.
NOTE_WAITING = """(() => {
  const soon = new Set(), late = new Set(), ran = new Set(), unseen = new Map()
  const native = self.setTimeout
  const noted = (make, again) => new Proxy(make, {apply(target, at, args) {
    const id = Reflect.apply(target, at, args)
    const delay = Number(args[1]) || 0
    if (delay < 100 || delay > 60000 || (again && delay > 10000)) return id
    if (soon.size + late.size > 500 || ran.size > 2000) return id
    let code = ""
    try { code = delay + Function.prototype.toString.call(args[0]).slice(0, 500) }
    catch (e) { code = delay + String(typeof args[0] === "string" ? args[0] : "") }
    if (ran.has(code)) return id
    const waiting = delay > 10000 ? late : soon
    waiting.add(id)
    native(() => { waiting.delete(id); ran.add(code) }, delay)
    return id
  }})
  const forgot = (clear) => new Proxy(clear, {apply(target, at, args) {
    soon.delete(args[0]); late.delete(args[0])
    return Reflect.apply(target, at, args)
  }})
  self.setTimeout = noted(self.setTimeout, false)
  self.setInterval = noted(self.setInterval, true)
  self.clearTimeout = forgot(self.clearTimeout)
  self.clearInterval = forgot(self.clearInterval)
  if (self.IntersectionObserver) {
    const its = IntersectionObserver.prototype
    const told = (name, note) => { its[name] = new Proxy(its[name], {apply(target, at, args) {
      note(at, args[0])
      return Reflect.apply(target, at, args)
    }}) }
    told("observe", (at, each) => unseen.set(at, (unseen.get(at) || new Set()).add(each)))
    told("unobserve", (at, each) => unseen.has(at) && unseen.get(at).delete(each))
    told("disconnect", (at) => unseen.delete(at))
    self.IntersectionObserver = new Proxy(IntersectionObserver, {construct(target, args, made) {
      const [call, ...rest] = args
      const seen = typeof call !== "function" ? call : function (entries, at) {
        for (const each of entries)
          if (each.isIntersecting && unseen.has(at)) unseen.get(at).delete(each.target)
        return call.call(this, entries, at)
      }
      return Reflect.construct(target, [seen, ...rest], made)
    }})
  }
  const picture = "img, picture, video, iframe, source"
  const hidden = () => [...unseen.values()].flatMap((all) => [...all]).filter((each) =>
    each.isConnected && !each.matches(picture) && !each.querySelector(picture)).length
  Object.defineProperty(self, Symbol.for("gkc"), {value: {
    soon: () => soon.size, left: () => late.size + soon.size + hidden()}})
})()"""

# Whether it still loads, how many elements and how many characters it has, and how many timers of
# its own and its frames are due soon.
MEASURE = """() => {
  const root = document.documentElement
  let soon = 0
  for (let n = -1; n < Math.min(frames.length, 20); n++)
    try { soon += (n < 0 ? self : frames[n])[Symbol.for("gkc")].soon() } catch (e) {}
  return [document.readyState === "loading", document.getElementsByTagName("*").length,
          root ? root.textContent.length : 0, soon]
}"""

# Scroll to the end in steps, so that what fills when it comes into view does; whether there was
# anything to scroll.
SCROLL = """async () => {
  const root = document.scrollingElement
  if (!root) return false
  const pause = () => new Promise((go) => {  // two frames: observers are told after the first
    requestAnimationFrame(() => requestAnimationFrame(go))
    setTimeout(go, 90)
  })
  const inner = [...document.querySelectorAll("div, ul, section, main, table")].slice(0, 5000)
    .filter((each) => each.clientHeight > 50 && each.scrollHeight > each.clientHeight + 20)
    .slice(0, 20)
  const end = root.scrollHeight
  const far = end > innerHeight + 20
  const step = Math.max(innerHeight * 0.9, end / 20)
  if (far) await pause()
  for (let y = step; far && y < end + step; y += step) {
    root.scrollTo({top: y, behavior: "instant"})
    await pause()
  }
  for (const each of inner) each.scrollTop = each.scrollHeight
  if (inner.length) await pause()
  return far || inner.length > 0
}"""

# What a page without entries may still have: how much it has put off, and the words of controls
# without an address outside its menus, that may show something when they are clicked. None when
# it shows entries.
PUT_OFF = """() => {
  let entries = 0
  for (const each of document.querySelectorAll("a[href]"))
    if (each.textContent.trim().length >= 10 && ++entries >= 3) return null
  let left = 0
  for (let n = -1; n < Math.min(frames.length, 20); n++)
    try { left += (n < 0 ? self : frames[n])[Symbol.for("gkc")].left() } catch (e) {}
  const frame = /nav|menu|head|foot|top|crumb|position|lang|share/i
  const tab = /(?:^|[\\s_-])tabs?(?:$|[\\s_-])/i
  const words = []
  for (const each of document.querySelectorAll("a, li, span, div, button, dt, option, td")) {
    if (each.childElementCount > 1 || words.length >= 200) continue
    const said = each.textContent.trim()
    if (said.length < 2 || said.length > 14) continue
    const href = each.getAttribute("href") || ""
    if (href && !/^\\s*(?:#|javascript:)/i.test(href)) continue
    const own = each.tagName === "A" || each.tagName === "BUTTON" || each.onclick
      || each.getAttribute("role") === "tab" || tab.test(each.className)
      || tab.test((each.parentElement || each).className)
    if (!own) continue
    let at = each, up = 0, outside = true
    for (; at && at.tagName !== "BODY" && up < 8; at = at.parentElement, up++)
      if (/^(?:NAV|HEADER|FOOTER)$/.test(at.tagName) || frame.test(at.className + " " + at.id))
        outside = false
    if (outside) words.push(said)
  }
  return [left, words]
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

# Click the control that leads a list onward by script, else the tab of a year that was not clicked
# yet; "on", "year", or nothing when there is neither. A link with an address of its own is none: a
# plain request follows it. Sliders and calendars have arrows too. Once the way on has shown nothing
# new (`stuck`), only tabs are clicked.
CLICK_FORWARD = """(stuck) => {
  const words = [
    /^(?:下一?页|后一?页|下一组|next(?:page)?)[\\s>»›→]*$/i,
    /^(?:点击)?(?:加载|查看|显示|浏览)更多.{0,3}$/,
    /^(?:>{1,2}|»|›|＞)$/,
  ]
  const named = /(?:^|[\\s_-])(?:next|nextpage|page-next|btn-next)(?:$|[\\s_-])/i
  const apart = /swiper|slick|carousel|banner|slide|focus|calendar|month|date|year/i
  const moving = /swiper|slick|carousel|banner|slide|focus|calendar/i
  const off = /(?:^|[\\s_-])(?:disabled?|off|forbid)(?:$|[\\s_-])/i
  const known = (each) => {
    const said = (each.textContent || each.value || "").trim()
    if (said.length > 12) return -1
    const at = words.findIndex((pattern) => pattern.test(said))
    if (at >= 0) return at
    const hints = [each.className, each.getAttribute("aria-label"), each.title]
    return hints.some((h) => typeof h === "string" && (named.test(h) || words[0].test(h))) ? 1 : -1
  }
  const usable = (each, apart) => {
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
    // Of elements within each other the innermost: what clicks it clicks them all.
    if (stuck || at < 0 || at > rank || (at === rank && !best.contains(each))) continue
    if (usable(each, apart)) [best, rank] = [each, at]
  }
  if (best) {
    best.click()
    return "on"
  }
  const clicked = (self[Symbol.for("gkc-years")] ||= new Set()), years = new Map()
  for (const each of document.querySelectorAll("a, button, span, li, div, dd, em")) {
    const said = each.childElementCount ? "" : each.textContent.trim()
    if (/^(?:19|20)\\d\\d年?度?$/.test(said) && usable(each, moving)) years.set(said, each)
  }
  const next = years.size > 1 && [...years].find(([said]) => !clicked.has(said))
  if (!next) return ""
  clicked.add(next[0])
  next[1].click()
  return "year"
}"""
