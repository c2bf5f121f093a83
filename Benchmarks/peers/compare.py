"""compare.py --placement BINARY [--measure BINARY] --cases FOLDER [--short] [--runs N] [--only NAME]… [--missing PEER]…

Solves the fixed instances with `placement` and with its peers, in turn, and prints Markdown. Ends with 1 where
an answer contradicts another; slowness is never a failure."""

import argparse
import sys
from pathlib import Path

import agreement
import instances
import report
from runs import Failure, Tools


def main():
    options = arguments()
    tools = Tools(options.placement, options.measure, options.cases)
    chosen = instances.SHORT if options.short else instances.FULL
    if options.only:
        unknown = set(options.only) - {i.name.replace(",", "") for i in chosen}
        if unknown:
            sys.exit(f"no such instance: {sorted(unknown)}; there are {[i.name.replace(',', '') for i in chosen]}")
        chosen = [i for i in chosen if i.name.replace(",", "") in options.only]
    gap = 0.0 if options.short else 0.0001
    rows, steps, explained, faults = [], [], [], []
    for instance in chosen:
        try:
            compare(instance, gap, options, tools, rows, steps, explained, faults)
        except Failure as failure:
            faults.append(f"{instance.name}: {failure}")
            print(f"FAULT {faults[-1]}", file=sys.stderr)
    print("\n" + report.comparison(rows))
    if steps:
        print("\n" + report.steps(steps))
    print("\n" + report.explained(explained))
    print("\n" + report.growth(explained))
    for fault in faults:
        print(f"FAULT {fault}")
    print("every answer agrees" if not faults else f"{len(faults)} faults")
    return 1 if faults else 0


def compare(instance, gap, options, tools, rows, steps, explained, faults):
    print(f"== {instance.name}", file=sys.stderr)
    case = tools.generate(instance)
    ours = None
    if not instance.is_supervision:
        told, runs = tools.explain(case, gap, instance.our_limit, options.runs)
        explained.append((instance, told, runs))
        # What is run once is run once in all.
        if told.whole > 10:
            ours = told.allocated
    if ours is None:
        ours, runs = tools.allocate(case, gap, instance.our_limit, options.runs, instance.is_supervision)
    if options.measure and instance.has_steps:
        steps.append((instance, tools.steps(case, runs, instance.our_limit)))
        ours.processor = steps[-1][1][2]
    rows.append(report.Row.ours(instance, ours, runs))
    print(rows[-1].line(), file=sys.stderr, flush=True)
    peers = [peer for peer in instance.peers if peer not in options.missing]
    files = tools.model(case, instance.limit, instance.is_supervision) if peers else []
    for peer in instance.peers:
        if peer in options.missing:
            print(f"{instance.name}: {peer} is not here and was not asked", file=sys.stderr)
            continue
        answer, runs = tools.peer(peer, files, instance.limit, gap, options.runs)
        found = agreement.contradictions(instance, peer, ours.stages, answer["stages"], gap)
        faults += found
        rows.append(report.Row.peer(instance, peer, ours, answer, len(files), runs, agrees=not found))
        print(rows[-1].line(), file=sys.stderr, flush=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--placement", type=Path, required=True)
    parser.add_argument("--measure", type=Path)
    parser.add_argument("--cases", type=Path, required=True)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--runs", type=int, default=None)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--missing", action="append", default=[])
    options = parser.parse_args()
    options.runs = options.runs or (1 if options.short else 5)
    return options


if __name__ == "__main__":
    sys.exit(main())
