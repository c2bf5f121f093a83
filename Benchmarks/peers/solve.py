"""solve.py PEER SECONDS GAP STAGE.mps…: one peer, the stages in turn, one line of JSON.

A peer's time is taking the program in and solving it. Reading the MPS text does not count where the peer's
interface lets us tell it apart (all but CP-SAT's solver call, which translates the parsed program itself)."""

import json
import os
import re
import subprocess
import sys
import time

THREADS = 2


def highs(path, seconds, gap):
    import highspy

    reader = highspy.Highs()
    reader.setOptionValue("output_flag", False)
    if reader.readModel(str(path)) != highspy.HighsStatus.kOk:
        raise SystemExit(f"HiGHS cannot read {path}")
    lp = reader.getLp()
    began, used = time.perf_counter(), processor()
    solver = highspy.Highs()
    for option, value in (
        ("output_flag", False), ("threads", THREADS), ("mip_rel_gap", gap), ("time_limit", seconds),
        ("mip_abs_gap", 0.0 if gap == 0 else 1e-6)):
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    solver.run()
    took, used = time.perf_counter() - began, processor() - used
    info = solver.getInfo()
    done = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return stage(took, info.objective_function_value if found else None, info.mip_dual_bound, done, used)


def cp_sat(path, seconds, gap):
    from ortools.linear_solver.python import model_builder

    model = model_builder.Model()
    if not model.import_from_mps_file(str(path)):
        raise SystemExit(f"OR-Tools cannot read {path}")
    solver = model_builder.Solver("sat")
    solver.set_time_limit_in_seconds(seconds)
    solver.set_solver_specific_parameters(f"num_workers:{THREADS} relative_gap_limit:{gap}")
    began, used = time.perf_counter(), processor()
    status = solver.solve(model)
    took, used = time.perf_counter() - began, processor() - used
    done = status == model_builder.SolveStatus.OPTIMAL
    found = done or status == model_builder.SolveStatus.FEASIBLE
    return stage(
        took, solver.objective_value if found else None, solver.best_objective_bound if found else None, done,
        used)


def scip(path, seconds, gap):
    import pyscipopt

    model = pyscipopt.Model()
    model.hideOutput()
    model.readProblem(str(path))
    model.setParam("limits/gap", gap)
    model.setParam("limits/time", seconds)
    began, used = time.perf_counter(), processor()
    model.optimize()
    took, used = time.perf_counter() - began, processor() - used
    found = model.getNSols() > 0
    return stage(
        took, model.getObjVal() if found else None, model.getDualbound(),
        model.getStatus() in ("optimal", "gaplimit"), used)


def cbc(path, seconds, gap):
    command = [
        "cbc", str(path), "-ratio", str(gap), "-allow", "0" if gap == 0 else "1e-6", "-timeMode", "elapsed",
        "-sec", str(seconds), "-threads", str(THREADS), "-solve", "-quit"]
    text, took, used = called(command, seconds)
    value = last(r"Objective value:\s+(\S+)", text)
    bound = last(r"Lower bound:\s+(\S+)", text)
    optimal = "Result - Optimal solution found" in text
    # Within the tolerance CBC names no bound; the tolerance is then what it has proved.
    if optimal and bound is None:
        bound = value - gap * abs(value)
    # Its clock starts when the file is read.
    return stage(last(r"Total time .*Wallclock seconds\):\s+(\S+)\)", text) or took, value, bound, optimal, used)


def glpsol(path, seconds, gap, *options):
    _, reading, read = called(["glpsol", "--freemps", str(path), "--check"], seconds)
    command = ["glpsol", "--freemps", str(path), *options, "--mipgap", str(gap), "--tmlim", str(int(seconds) + 1)]
    text, took, used = called(command, seconds)
    found = re.findall(r"mip =\s+(\S+)\s+>=\s+(.+?)\s+(?:\d|<|>)", text)
    value = bound = None
    for plan, best in found:
        value = None if plan == "not" else float(plan)
        bound = value if "tree" in best else number(best)
    optimal = "INTEGER OPTIMAL SOLUTION FOUND" in text or "RELATIVE MIP GAP TOLERANCE REACHED" in text
    last_line = re.findall(r"mip =.*tree is empty", text)
    if last_line:
        bound = value
    return stage(max(0.0, took - reading), value, bound, optimal, max(0.0, used - read))


def called(command, seconds):
    """What the command prints, its seconds and processor seconds; a limit it does not keep is kept for it."""
    began, used = time.perf_counter(), processor()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            text = process.communicate(timeout=seconds + 10)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            text = process.communicate()[0]
    return text, time.perf_counter() - began, processor() - used


def processor():
    """Seconds of processor time so far, of all threads and of the commands that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def last(pattern, text):
    found = re.findall(pattern, text)
    return float(found[-1]) if found else None


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def stage(seconds, value, bound, done, used):
    if bound is not None and not abs(bound) < 1e18:
        bound = None
    return {"seconds": seconds, "value": value, "bound": bound, "done": done, "processor": used}


PEERS = {
    "HiGHS": highs,
    "CP-SAT": cp_sat,
    "SCIP": scip,
    "CBC": cbc,
    "glpsol": glpsol,
    "glpsol --mir --cover": lambda *arguments: glpsol(*arguments, "--mir", "--cover"),
}


def main():
    peer, seconds, gap, files = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), sys.argv[4:]
    if peer in ("SimpleMinCostFlow", "LEMON"):
        import flow

        print(json.dumps(flow.solve(files, flow.lemon if peer == "LEMON" else flow.simple_min_cost_flow)))
        return
    stages, used = [], 0.0
    for path in files:
        if used >= seconds:
            break
        stages.append(PEERS[peer](path, seconds - used, gap))
        used += stages[-1]["seconds"]
        if not stages[-1]["done"]:
            break
    worked = sum(stage["processor"] for stage in stages)
    print(json.dumps({"seconds": used, "processor": worked, "stages": stages}))


main()
