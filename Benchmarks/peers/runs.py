"""Runs the programs, one at a time."""

import csv
import json
import re
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import school


class Failure(Exception):
    pass


@dataclass
class Allocated:
    """One run of `placement allocate`, or the median of several."""

    candidates: float
    solve: float
    whole: float
    memory: int
    stages: list
    status: str
    # Processor seconds of candidates and solve, where `measure` was run.
    processor: float | None = None

    @property
    def seconds(self):
        return self.candidates + self.solve

    @property
    def gap(self):
        return max(((s["value"] - s["bound"]) / max(1, s["value"]) for s in self.stages), default=0.0)

    @staticmethod
    def median(runs):
        ordered = sorted(runs, key=lambda run: run.seconds)
        middle = ordered[len(ordered) // 2]
        middle.whole = statistics.median(run.whole for run in runs)
        middle.memory = max(run.memory for run in runs)
        values = {tuple(stage["value"] for stage in run.stages) for run in runs if run.status == "optimal"}
        # Within a tolerance runs need not end alike only where a time limit struck.
        if len(values) > 1:
            raise Failure(f"equal runs end differently: {sorted(values)}")
        return middle


@dataclass
class Explained:
    """One whole run with reasons and worth: seconds of every step, and how much of what is told is to the point."""

    allocated: Allocated
    steps: dict
    prices: int
    exact_prices: int
    without_price: int
    worths: int
    exact_worths: int

    @property
    def whole(self):
        return self.allocated.whole

    @property
    def ratio(self):
        """The whole run over what it takes without reasons and worth."""
        return self.whole / max(1e-9, sum(self.steps[s] for s in ("read", "candidates", "solve", "write")))


# A price that is a range names where it begins and ends.
RANGE = re.compile(r"[+−]\d+(?: 分)? 至 [+−]\d+|至多 [+−]\d+|若安排该生，至少")


def repeated(runs, call, seconds):
    """What `runs` calls say; what takes more than ten seconds is run once."""
    answers = []
    while len(answers) < runs:
        answers.append(call())
        if seconds(answers[-1]) > 10:
            break
    return answers


class Tools:
    def __init__(self, placement: Path, measure: Path | None, cases: Path):
        self.placement, self.measure, self.cases = placement, measure, cases
        cases.mkdir(parents=True, exist_ok=True)

    def generate(self, instance):
        case = self.cases / instance.folder
        if instance.rules == "school":
            school.make(case, instance.seed)
            return case
        rules = "all" if instance.is_supervision else instance.rules
        self._called(
            [self.placement, "generate", "--students", instance.students, "--seed", instance.seed,
             "--rules", rules, "--shape", instance.shape, "--output", case, "--force"])
        return case

    def allocate(self, case, gap, limit, runs, supervision=False):
        """The median run and of how many."""
        answers = repeated(
            runs, lambda: self._allocate(case, gap, limit, supervision), lambda run: run.seconds)
        return Allocated.median(answers), len(answers)

    def _allocate(self, case, gap, limit, supervision):
        return self._run(case.with_name(case.name + ".plan"), case, gap, limit, supervision, "--no-worth")

    def _run(self, plan, case, gap, limit, supervision, *more):
        command = [self.placement, "allocate", case, "--output", plan, "--force", "--quiet",
                   "--relative-gap", gap, *more]
        if limit:
            command += ["--time-limit", limit]
        # 3: a plan, not proven in the time given.
        began = time.perf_counter()
        self._called(command, accepted=(0, 3))
        whole = time.perf_counter() - began
        run = json.loads((plan / "run.json").read_text())
        summary = json.loads((plan / "summary.json").read_text())
        seconds = run["seconds"]
        if supervision:
            found = summary["supervision"]
            return Allocated(
                0.0, seconds["supervise"], whole, run["peak_memory_mib"],
                [found[name] for name in ("unsupervised", "pairs", "points")], summary["status"])
        return Allocated(
            seconds["candidates"], seconds["solve"], whole, run["peak_memory_mib"], summary["objectives"],
            summary["status"])

    def explain(self, case, gap, limit, runs):
        """The median whole run with reasons and worth, and of how many."""
        answers = repeated(runs, lambda: self._explain(case, gap, limit), lambda run: run.whole)
        return sorted(answers, key=lambda run: run.whole)[len(answers) // 2], len(answers)

    def _explain(self, case, gap, limit):
        plan = case.with_name(case.name + ".explained")
        allocated = self._run(plan, case, gap, limit, False)
        with open(plan / "unplaced.csv", encoding="utf-8-sig", newline="") as file:
            details = [list(row.values())[-1] for row in csv.DictReader(file)]
        told = [text for text in details if "若安排该生" in text]
        with open(plan / "quotas.csv", encoding="utf-8-sig", newline="") as file:
            worths = [(row["增一名额可多安排"], row["至多可多安排"]) for row in csv.DictReader(file)]
        worths = [pair for pair in worths if pair[0]]
        summary = json.loads((plan / "summary.json").read_text())
        return Explained(
            allocated, json.loads((plan / "run.json").read_text())["seconds"], len(told),
            sum(not RANGE.search(text) for text in told), summary["reasons_not_priced"], len(worths),
            sum(least == most for least, most in worths))

    def steps(self, case, runs, limit):
        """The median of every step and of the processor time, the largest of the peaks."""
        plan = case.with_name(case.name + ".steps")
        lines = [
            json.loads(self._called([self.measure, case, plan, *([limit] if limit else [])]))
            for _ in range(runs)]
        names = [part["step"] for part in lines[0]["steps"]]
        medians = {
            name: statistics.median(
                sum(part["seconds"] for part in line["steps"] if part["step"] == name) for line in lines)
            for name in names}
        processor = statistics.median(line["processor_seconds"] for line in lines)
        return medians, max(line["peak_memory_mib"] for line in lines), processor

    def model(self, case, limit, supervision=False):
        folder = case.with_name(case.name + ".model")
        began = time.perf_counter()
        self._called(
            # 3: a stage is not proven in the time given, and those after it are not there.
            [self.placement, "model", case, "--output", folder, "--force", "--quiet", "--time-limit", limit,
             *(["--supervisors"] if supervision else [])],
            accepted=(0, 3))
        files = sorted(folder.glob("*.mps"), key=lambda path: int(path.stem))
        size = sum(path.stat().st_size for path in files) / 1e6
        took = time.perf_counter() - began
        print(f"{len(files)} stages written in {took:.1f} s, {size:.0f} MB", file=sys.stderr)
        return files

    def peer(self, peer, files, limit, gap, runs):
        """The run of median time, and of how many."""
        answers = repeated(
            runs, lambda: self._peer(peer, files, limit, gap), lambda answer: answer["seconds"])
        ordered = sorted(answers, key=lambda answer: answer["seconds"])
        return ordered[len(ordered) // 2], len(answers)

    def _peer(self, peer, files, limit, gap):
        script = Path(__file__).with_name("solve.py")
        # Far beyond the limit: reading the program is not solving it.
        out = self._called([sys.executable, script, peer, limit, gap, *files], seconds=3 * limit + 600)
        return json.loads(out.splitlines()[-1])

    @staticmethod
    def _called(command, accepted=(0,), seconds=7200):
        command = [str(part) for part in command]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise Failure(f"{' '.join(command)} does not end") from None
        if done.returncode not in accepted:
            said = (done.stderr.strip() or done.stdout.strip()).splitlines()
            raise Failure(f"{' '.join(command)} ends with {done.returncode}: {said[-1] if said else ''}")
        return done.stdout
