"""Markdown of what was measured."""

from dataclasses import dataclass


@dataclass
class Row:
    instance: str
    solver: str
    seconds: str
    ratio: str
    processor: str
    processor_ratio: str
    gap: str
    agrees: str
    notes: str

    def line(self):
        return (f"| {self.instance} | {self.solver} | {self.seconds} | {self.ratio} | {self.processor} "
                f"| {self.processor_ratio} | {self.gap} | {self.agrees} | {self.notes} |")

    @staticmethod
    def ours(instance, run, runs):
        return Row(
            instance.name, "**placement**", f"**{time(run.seconds)}**", "1",
            "–" if run.processor is None else time(run.processor), "1", percent(run.gap), "–",
            f"whole run {time(run.whole)} s, {run.memory} MiB; {count(runs)}")

    @staticmethod
    def peer(instance, peer, ours, answer, stage_count, runs, agrees):
        stages = answer["stages"]
        asked = "" if stage_count == len(ours.stages) else f"only asked stages 1 to {stage_count}; "
        finished = len(stages) == stage_count and all(stage["done"] for stage in stages)
        more = "" if finished else "> "
        gaps = [gap_of(stage) for stage in stages]
        gap = "no plan" if None in gaps else percent(max(gaps))
        processor_ratio = "–"
        if ours.processor:
            processor_ratio = f"{answer['processor'] / ours.processor:.3g}"
        note = "" if finished else f"stopped in stage {len(stages)} of {stage_count}; "
        return Row(
            instance.name, peer, more + time(answer["seconds"]),
            f"{more}{answer['seconds'] / max(ours.seconds, 1e-6):.3g}",
            more + time(answer["processor"]), more + processor_ratio, gap, "yes" if agrees else "**NO**",
            asked + note + count(runs))


def gap_of(stage):
    if stage["value"] is None:
        return None
    if stage["bound"] is None:
        return 0.0 if stage["done"] else 1.0
    return max(0.0, (stage["value"] - stage["bound"]) / max(1.0, stage["value"]))


def time(seconds):
    if seconds >= 100:
        return f"{seconds:.0f}"
    return f"{seconds:.3g}" if seconds >= 0.01 else f"{seconds:.4f}"


def percent(gap):
    return "0" if gap < 1e-9 else f"{100 * gap:.2g} %"


def count(runs):
    return "one run" if runs == 1 else f"median of {runs}"


def comparison(rows):
    head = ("| instance | solver | seconds | × ours | CPU s | × ours | worst gap | agrees | |\n"
            "|---|---|---|---|---|---|---|---|---|")
    return "\n".join([head, *(row.line() for row in rows)])


def steps(measured):
    """One column an instance would grow too wide: one row an instance, the stages that needed more in words."""
    head = ("| instance | reading | eligibility | building | solve, all stages at once | single stages | plan tables "
            "| writing | ms a student | peak MiB |\n|---|---|---|---|---|---|---|---|---|---|")
    lines = [head]
    for instance, (seconds, memory, _) in measured:
        single = [f"{name.split()[-1]}: {time(s)}" for name, s in seconds.items() if "solve, stage" in name]
        plain = ["reading", "eligibility", "building", "solve, all stages at once"]
        cells = [time(seconds[name]) for name in plain] + [", ".join(single) or "–"]
        cells += [time(seconds["plan tables"]), time(seconds["writing"])]
        solve = sum(s for name, s in seconds.items() if name.startswith(("eligib", "build", "solve")))
        cells += [f"{1000 * solve / instance.students:.3g}", str(memory)]
        lines.append(f"| {instance.name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def explained(measured):
    head = ("| instance | solve | reasons and worth | whole run | × without them | prices exact | without a price "
            "| worths exact | |\n|---|---|---|---|---|---|---|---|---|")
    lines = [head]
    for instance, run, runs in measured:
        lines.append(
            f"| {instance.name} | {time(run.steps['solve'])} | {time(run.steps['plan'])} | {time(run.whole)} "
            f"| {run.ratio:.2f} | {run.exact_prices} of {run.prices} | {run.without_price} "
            f"| {run.exact_worths} of {run.worths} | {count(runs)} |")
    return "\n".join(lines)


def growth(measured):
    """Whole explained runs of the plain city by size: how time, memory and what is left open grow under each rule set."""
    runs = {(i.rules, i.students): run for i, run, _ in measured if i.shape == "city"}
    rules = list(dict.fromkeys(r for r, _ in runs))
    lines = ["| students |" + "".join(f" {r}: s | ms a student | MiB | worst gap |" for r in rules),
             "|---|" + "---|---|---|---|" * len(rules)]
    for students in sorted({s for _, s in runs}):
        cells = []
        for run in (runs.get((r, students)) for r in rules):
            cells += ["–"] * 4 if run is None else [
                time(run.whole), f"{1000 * run.whole / students:.2g}", str(run.allocated.memory),
                percent(run.allocated.gap)]
        lines.append(f"| {students:,} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
