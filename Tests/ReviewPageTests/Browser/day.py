"""A day on the review page in a real browser: two coordinators and a planner, from signing in to publishing.

usage: day.py ADDRESS PICTURES < passwords.json   ({"account": "first password", ...})

Every page is looked at in 1280 and in 390 pixels: nothing is wider than the window, the console stays empty, and axe
finds nothing serious. What is wrong is said line by line; exit 1.
"""
import json
import pathlib
import re
import sys
import time

import axe_playwright_python
from playwright.sync_api import sync_playwright

ADDRESS, PICTURES = sys.argv[1], pathlib.Path(sys.argv[2])
FIRST = json.load(sys.stdin)
SECOND = "Sommer-regen-2931"
AXE = next(pathlib.Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
faults = []


def wrong(text):
    faults.append(text)
    print(text, flush=True)


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser, name, width):
        self.name, self.width = name, width
        context = browser.new_context(viewport={"width": width, "height": 860}, locale="zh-CN")
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: wrong(f"{name}: {error}"))
        self.page.on("request", self.asked)

    def heard(self, message):
        if message.type in ("error", "warning"):
            wrong(f"{self.name}: console: {message.text}")

    def asked(self, request):
        if not request.url.startswith(ADDRESS):
            wrong(f"{self.name}: loads {request.url}")

    def go(self, path):
        answer = self.page.goto(ADDRESS + path)
        if answer.status != 200:
            wrong(f"{self.name}: {path}: {answer.status}")
        self.look(path)

    def look(self, what, picture=None):
        """The page as it is now, in both widths."""
        for width in (1280, 390):
            self.page.set_viewport_size({"width": width, "height": 860})
            over = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0:
                wrong(f"{self.name}: {what} is {over} pixels wider than {width}")
            self.page.evaluate(AXE)
            found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            for violation in found["violations"]:
                if violation["impact"] in ("serious", "critical"):
                    nodes = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
                    wrong(f"{self.name}: {what} at {width}: {violation['id']}: {nodes}")
            if picture:
                self.page.screenshot(path=PICTURES / f"review-{picture}-{width}.png")
        self.page.set_viewport_size({"width": self.width, "height": 860})

    def sign_in(self):
        self.page.goto(ADDRESS + "/")
        self.look("sign-in")
        self.page.fill("#name", self.name)
        self.page.fill("#password", FIRST[self.name])
        self.page.click("button.primary")
        self.look("first password")
        self.page.fill("#old", FIRST[self.name])
        self.page.fill("#new", SECOND)
        self.page.fill("#again", SECOND)
        self.page.click("button.primary")
        self.has("[role=status]")

    def has(self, selector):
        try:
            self.page.wait_for_selector(selector)
        except Exception:
            wrong(f"{self.name}: {self.page.url} has no {selector}")
            self.page.screenshot(path=PICTURES / "fault.png")
            raise

    def decide(self, action, target, reason=None, words=""):
        """Fills in a decision, looks at what it would do, and commits it."""
        self.page.select_option("#action", action)
        self.page.fill("#target", target)
        if reason:
            self.page.select_option("#reason", index=reason)
        self.page.fill("#words", words)
        self.page.click("button.primary:not([data-all])  >> text=/先看作用|See what it would do/")
        self.has(".figures")
        self.look("what a decision would do", "decision")
        self.page.click("button >> text=/确认写入|Commit/")
        self.has(".note.good")


def first_student(person, query):
    person.go("/students?" + query)
    return person.page.locator("tbody th a").first.inner_text()


def main(browser):
    wang, zhao, li = (Person(browser, name, width) for name, width in (("wang", 1280), ("zhao", 390), ("li", 1280)))
    for person in (wang, zhao, li):
        person.sign_in()

    # A coordinator at a desk: her own students alone; a pin, seen before it is committed.
    wang.go("/")
    student = first_student(wang, "status=placed")
    wang.page.click(f"tbody th a >> text={student}")
    wang.look("a student", "student")
    post = wang.page.locator("section[aria-labelledby=now] p a").first.inner_text()
    wang.decide("pin", post, reason=1)
    if post not in wang.page.locator("section[aria-labelledby=standing]").inner_text():
        wrong("wang: the pin does not stand")
    others = wang.page.request.get(ADDRESS + "/api/students").json()
    if {row["school"] for row in others["rows"]} != {others["rows"][0]["school"]}:
        wrong("wang: sees students of several schools")

    # Another at a phone: one of two decides while the other one's page is open.
    student = first_student(zhao, "status=placed&sort=distance&order=desc")
    other = zhao.page.context.new_page()
    other.goto(ADDRESS + "/students/" + student)
    zhao.go("/students/" + student)
    post = zhao.page.locator("section[aria-labelledby=now] p a").first.inner_text()
    zhao.decide("ban", post, words="离家太远，家长不同意 <script>alert(1)</script>")
    other.select_option("#action", "clear")
    other.fill("#words", "仍应保留的话")
    other.click("button.primary")
    other.wait_for_selector("[role=alert]")
    if other.input_value("#words") != "仍应保留的话":
        wrong("zhao: what was typed is lost after a conflict")
    other.close()
    zhao.go("/unplaced")
    zhao.go("/posts")
    zhao.go("/posts/" + post)

    # Several at once: count and ids are shown before it is committed.
    wang.go("/students?status=placed")
    boxes = wang.page.locator("tbody input[type=checkbox]")
    boxes.nth(1).check()
    boxes.nth(2).check()
    if wang.page.locator("[data-count]").inner_text() != "2":
        wrong("wang: the count of those ticked is not shown")
    wang.page.select_option("#action", "clear")
    wang.page.click("#several button.primary")
    wang.has("tbody tr:nth-child(2)")
    wang.page.click("button >> text=/放弃|取消/")

    # The planner: a new plan, and what a seat would bring.
    li.go("/")
    li.page.click("button >> text=立即重新求解")
    deadline = time.time() + 120
    while time.time() < deadline:
        if not li.page.request.get(ADDRESS + "/api/overview").json()["isRunning"]:
            break
        time.sleep(0.5)
    li.go("/")
    li.look("overview", "overview")
    li.go("/what-if")
    li.page.fill("#name", "P0057 dormitory")
    li.page.fill("#settings", "posts[P0057].dormitory=yes")
    li.page.click("button >> text=在后台推演")
    li.has("section[aria-labelledby=figures] tbody td")
    li.look("a scenario", "what-if")
    for path in ("/students", "/enterprises", "/enterprises/E0011", "/files", "/account", "/approvals"):
        li.go(path)
    li.go("/students?q=S00255")
    li.page.click("tbody th a >> text=S00255")
    li.page.click("a >> text=逐项推算")
    li.has("pre.words")
    li.look("why")

    # Schools approve or return; the planner publishes over the heads of those who have not said.
    wang.go("/approvals")
    wang.page.click("button >> text=同意本校名单")
    wang.has(".tag.approved")
    zhao.go("/approvals")
    zhao.page.fill("textarea", "S00003 请再核对")
    zhao.page.locator("button >> text=退回").first.click()
    zhao.has(".tag.returned")
    li.go("/approvals")
    li.page.fill("#why", "开学在即，其余学校电话确认")
    li.page.click("button >> text=公布此方案")
    li.has(".note.good")
    li.look("published", "approvals")

    # In English, once.
    li.go("/account")
    li.page.click("button >> text=English")
    for path in ("/", "/students", "/students/S00008", "/unplaced", "/posts", "/posts/P0057", "/enterprises", "/approvals", "/what-if"):
        li.go(path)
        text = li.page.locator("nav, h1, h2, h3, th, label, button, legend").all_inner_texts()
        for line in text:
            if re.search("[\u4e00-\u9fff]", re.sub("示例企业|虚构数据|样例职业学校|[\u4e00-\u9fff]+实习|（\\d+）", "", line)):
                wrong(f"li: {path} in English says {line}")
    li.page.click("button >> text=Sign out")
    li.has("#password")


with sync_playwright() as playwright:
    # No sandbox: tests run as root in containers, and the pages are our own.
    chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    try:
        main(chromium)
    except Exception as error:
        wrong(f"stopped: {error}")
    chromium.close()
sys.exit(1 if faults else 0)
