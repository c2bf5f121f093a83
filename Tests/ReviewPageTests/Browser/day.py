"""A day on the review page in a real browser: two coordinators and a planner, from signing in to publishing.

usage: day.py ADDRESS PICTURES < passwords.json   ({"account": "first password", ...})

Every page is looked at in 1280 and in 390 pixels: nothing is wider than the window, the console stays empty, and axe
finds nothing serious. What is wrong is said line by line; exit 1.
"""
import asyncio
import json
import pathlib
import re
import sys

import axe_playwright_python
from playwright.async_api import async_playwright

ADDRESS, PICTURES = sys.argv[1], pathlib.Path(sys.argv[2])
FIRST = json.load(sys.stdin)
SECOND = "Sommer-regen-2931"
AXE = next(pathlib.Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
faults = []

# Rows and lines of one template are alike but for their text: axe examines the first two of every shape that a page
# has, with its classes and attributes, and each of them in both widths. Ids are compared over the whole page.
EXAMINE = """async () => {
  const faults = [], root = document.documentElement;
  const over = root.scrollWidth - root.clientWidth;
  if (over > 0) faults.push(`${over} pixels too wide`);
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
  if (twice.length) faults.push(`ids stand twice: ${twice}`);
  const shape = element => element.tagName + (element.getAttribute('class') || '')
    + [...element.attributes].map(attribute => attribute.name + (attribute.value ? '=' : '')).sort()
    + '(' + (element.children.length ? [...element.children].map(shape) : !!element.textContent.trim()) + ')';
  const counts = new Map();
  for (const element of document.querySelectorAll('tbody tr, main li, dl > div, datalist option, select option')) {
    const key = element.parentElement.tagName + shape(element), count = counts.get(key) || 0;
    counts.set(key, count + 1);
    element.toggleAttribute('data-alike', count >= 2);
  }
  const found = await axe.run({include: [['html']], exclude: [['[data-alike]']]}, {resultTypes: ['violations']});
  for (const violation of found.violations) {
    if (!['serious', 'critical'].includes(violation.impact)) continue;
    const nodes = violation.nodes.slice(0, 3).map(node => node.html.slice(0, 120));
    faults.push(violation.id + ': ' + nodes.join('; '));
  }
  return faults;
}"""


def wrong(text):
    faults.append(text)
    print(text, flush=True)


class Person:
    """Somebody at a window of their own."""

    @classmethod
    async def at(cls, browser, name, width):
        self = cls()
        self.name, self.width = name, width
        self.context = await browser.new_context(viewport={"width": width, "height": 860}, locale="zh-CN")
        await self.context.add_init_script(AXE)
        self.page = await self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: wrong(f"{name}: {error}"))
        self.page.on("request", self.asked)
        await self.sign_in()
        return self

    def heard(self, message):
        if message.type in ("error", "warning"):
            wrong(f"{self.name}: console: {message.text}")

    def asked(self, request):
        if not request.url.startswith(ADDRESS):
            wrong(f"{self.name}: loads {request.url}")

    async def go(self, path, picture=None):
        answer = await self.page.goto(ADDRESS + path)
        if answer.status != 200:
            wrong(f"{self.name}: {path}: {answer.status}")
        await self.look(path, picture)

    async def look(self, what, picture=None):
        """The page as it is now, in both widths."""
        for width in (1280, 390) if self.width == 390 else (390, 1280):
            await self.page.set_viewport_size({"width": width, "height": 860})
            for fault in await self.page.evaluate(EXAMINE):
                wrong(f"{self.name}: {what} at {width}: {fault}")
            if picture:
                await self.page.screenshot(path=PICTURES / f"review-{picture}-{width}.png")

    async def sign_in(self):
        await self.page.goto(ADDRESS + "/")
        await self.look("sign-in")
        await self.page.fill("#name", self.name)
        await self.page.fill("#password", FIRST[self.name])
        await self.click("button.primary")
        await self.has("#old")
        await self.look("first password")
        await self.page.fill("#old", FIRST[self.name])
        await self.page.fill("#new", SECOND)
        await self.page.fill("#again", SECOND)
        await self.click("button.primary")
        await self.has("[role=status]")

    async def click(self, selector):
        await self.page.locator(selector).first.click()

    async def text(self, selector):
        return await self.page.locator(selector).first.inner_text()

    async def has(self, selector):
        try:
            await self.page.wait_for_selector(selector)
        except Exception:
            wrong(f"{self.name}: {self.page.url} has no {selector}")
            await self.page.screenshot(path=PICTURES / "fault.png")
            raise

    async def decide(self, action, target, reason=None, words=""):
        """Fills in a decision, looks at what it would do, and commits it."""
        await self.page.select_option("#action", action)
        await self.page.fill("#target", target)
        if reason:
            await self.page.select_option("#reason", index=reason)
        await self.page.fill("#words", words)
        await self.click("button.primary >> text=/先看作用|See what it would do/")
        await self.has(".figures")
        await self.look("what a decision would do", "decision")
        await self.click("button >> text=/确认写入|Commit/")
        await self.has(".note.good")

    async def first_student(self, query):
        await self.go("/students?" + query)
        return await self.text("tbody th a")


async def at_a_desk(wang):
    """A coordinator's own students alone; a pin, seen before it is committed; several at once."""
    await wang.go("/")
    student = await wang.first_student("status=placed")
    await wang.click(f"tbody th a >> text={student}")
    await wang.has("section[aria-labelledby=now]")
    await wang.look("a student", "student")
    post = await wang.text("section[aria-labelledby=now] p a")
    await wang.decide("pin", post, reason=1)
    if post not in await wang.text("section[aria-labelledby=standing]"):
        wrong("wang: the pin does not stand")
    others = await (await wang.page.request.get(ADDRESS + "/api/students")).json()
    if {row["school"] for row in others["rows"]} != {others["rows"][0]["school"]}:
        wrong("wang: sees students of several schools")
    # Count and ids are shown before it is committed.
    await wang.page.goto(ADDRESS + "/students?status=placed")
    boxes = wang.page.locator("tbody input[type=checkbox]")
    await boxes.nth(1).check()
    await boxes.nth(2).check()
    if await wang.text("[data-count]") != "2":
        wrong("wang: the count of those ticked is not shown")
    await wang.page.select_option("#action", "clear")
    await wang.click("#several button.primary")
    await wang.has("tbody tr:nth-child(2)")
    await wang.click("button >> text=/放弃|取消/")


async def at_a_phone(zhao):
    """Another coordinator: one of two windows decides while the other one is open."""
    student = await zhao.first_student("status=placed&sort=distance&order=desc")
    other = await zhao.context.new_page()
    await other.goto(ADDRESS + "/students/" + student)
    await zhao.go("/students/" + student)
    post = await zhao.text("section[aria-labelledby=now] p a")
    await zhao.decide("ban", post, words="离家太远，家长不同意 <script>alert(1)</script>")
    await other.select_option("#action", "clear")
    await other.fill("#words", "仍应保留的话")
    await other.click("button.primary")
    await other.wait_for_selector("[role=alert]")
    if await other.input_value("#words") != "仍应保留的话":
        wrong("zhao: what was typed is lost after a conflict")
    await other.close()
    for path in ("/unplaced", "/posts", "/posts/" + post):
        await zhao.go(path)


async def around_the_city(li):
    """A planner: what there is to see, a student's reasons, and what a seat would bring."""
    for path in ("/students", "/enterprises", "/enterprises/E0011", "/files", "/account", "/approvals", "/uploads"):
        await li.go(path)
    await li.go("/students?q=S00255")
    await li.click("tbody th a >> text=S00255")
    await li.click("a >> text=逐项推算")
    await li.has("pre.words")
    await li.look("why")
    await li.go("/what-if")
    await li.page.fill("#name", "P0057 dormitory")
    await li.page.fill("#settings", "posts[P0057].dormitory=yes")
    await li.click("button >> text=在后台推演")
    await li.has("section[aria-labelledby=figures] tbody td")
    await li.look("a scenario", "what-if")
    await li.go("/what-if/compare?id=" + li.page.url.split("/")[-1])
    await li.has("section[aria-labelledby=maps] svg")
    await li.go("/what-if")
    await li.page.fill("#search-name", "three")
    await li.page.fill("#count", "3")
    await li.click("button >> text=在后台推算")
    await li.has("section[aria-labelledby=found] tbody td")
    await li.look("suggestions")
    await li.click("section[aria-labelledby=found] tbody a")
    if not await li.page.input_value("#settings"):
        wrong("li: a suggestion is not taken over")


async def a_new_plan(li):
    await li.page.goto(ADDRESS + "/")
    await li.click("button >> text=立即重新求解")
    await li.has("section[aria-labelledby=plan] [data-poll]")
    # The page looks for itself, and shows the button again when the plan is there.
    await li.has("form[action='/plans']")
    await li.look("overview", "overview")


async def approve(wang):
    await wang.go("/approvals")
    await wang.click("button >> text=同意本校名单")
    await wang.has(".tag.approved")


async def send_back(zhao):
    await zhao.go("/approvals")
    await zhao.page.fill("textarea", "S00003 请再核对")
    await zhao.click("button >> text=退回")
    await zhao.has(".tag.returned")


async def publish(li):
    """Over the heads of those who have not said."""
    await li.go("/approvals")
    await li.page.fill("#why", "开学在即，其余学校电话确认")
    await li.click("button >> text=公布此方案")
    await li.has(".note.good")
    await li.look("published", "approvals")


async def in_english(li):
    await li.go("/account")
    await li.click("button >> text=English")
    await li.has("html[lang=en]")
    for path in (
        "/", "/students", "/students/S00008", "/unplaced", "/posts", "/posts/P0057", "/enterprises", "/approvals",
        "/what-if", "/uploads",
    ):
        await li.go(path)
        for line in await li.page.locator("nav, h1, h2, h3, th, label, button, legend").all_inner_texts():
            if re.search("[\u4e00-\u9fff]", re.sub("示例企业|虚构数据|样例职业学校|[\u4e00-\u9fff]+实习|（\\d+）", "", line)):
                wrong(f"li: {path} in English says {line}")
    await li.click("button >> text=Sign out")
    await li.has("#password")


async def day(browser):
    people = (("wang", 1280), ("zhao", 390), ("li", 1280))
    wang, zhao, li = await asyncio.gather(*(Person.at(browser, name, width) for name, width in people))
    await asyncio.gather(at_a_desk(wang), at_a_phone(zhao), around_the_city(li))
    await a_new_plan(li)
    await asyncio.gather(approve(wang), send_back(zhao))
    await publish(li)
    await in_english(li)


async def main():
    async with async_playwright() as playwright:
        # No sandbox: tests run as root in containers, and the pages are our own.
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        try:
            await day(browser)
        except Exception as error:
            wrong(f"stopped: {error}")
        await browser.close()
    sys.exit(1 if faults else 0)


asyncio.run(main())
