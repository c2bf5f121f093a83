"""The same instance as a minimum-cost flow, for those that solve nothing else: the arcs are read off the exported program, whose stages become one
weighted sum with weights proved large enough. Only a program with quotas alone is a flow."""

import json
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

import program


class NotAFlow(Exception):
    pass


def solve(files, solver):
    model = program.read(files[-1])
    costs = stage_costs(model, len(files))
    network = Network(model, len(files))
    weights = stage_weights(network, costs)
    arc_costs = sum(weight * network.arc_costs(cost) for weight, cost in zip(weights, costs))
    used, seconds, worked = solver(network, arc_costs)
    values = [int(np.dot(used, network.arc_costs(cost))) + network.constant(cost) for cost in costs]
    stages = [{"value": value, "bound": value, "done": True} for value in values]
    return {"seconds": seconds, "processor": worked, "stages": stages}


def simple_min_cost_flow(network, arc_costs):
    """The flow of every arc, seconds and processor seconds, by OR-Tools."""
    from ortools.graph.python import min_cost_flow

    supplies = network.supplies()
    began, worked = time.perf_counter(), time.process_time()
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(network.tail, network.head, network.capacity, arc_costs)
    flow.set_nodes_supplies(np.arange(network.node_count, dtype=np.int32), supplies)
    status = flow.solve()
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    if status != flow.OPTIMAL:
        raise NotAFlow(f"SimpleMinCostFlow ends with status {status}")
    return flow.flows(arcs), seconds, worked


def lemon(network, arc_costs):
    """The same by LEMON's network simplex, which lemon.cpp calls: numbers go there and back in files."""
    with tempfile.TemporaryDirectory() as folder:
        arcs, flows = Path(folder, "arcs"), Path(folder, "flows")
        with open(arcs, "wb") as file:
            for numbers in (
                [network.node_count, len(network.tail)], network.supplies(), network.tail, network.head,
                network.capacity, arc_costs):
                np.asarray(numbers, dtype=np.int64).tofile(file)
        done = subprocess.run([program_of_lemon(), arcs, flows], capture_output=True, text=True, check=True)
        answer = json.loads(done.stdout)
        if answer["status"] != "optimal":
            raise NotAFlow(f"LEMON ends with status {answer['status']}")
        return np.fromfile(flows, dtype=np.int64), answer["seconds"], answer["processor"]


def program_of_lemon():
    return Path(__file__).parent.parent / ".build-lemon" / "lemon"


def stage_costs(model, count):
    """Every stage's cost of every column: the earlier ones stand in the rows that hold their optima."""
    held = range(model.row_count - (count - 1), model.row_count)
    costs = []
    for row in held:
        cost = np.zeros(model.column_count, dtype=np.int64)
        entries = model.entry_row == row
        cost[model.entry_column[entries]] = model.entry_value[entries].astype(np.int64)
        costs.append(cost)
    return costs + [model.cost.astype(np.int64)]


def stage_weights(network, costs):
    """A unit of a stage outweighs all that later stages can come to; a stage without costs needs no weight."""
    weights = [1]
    total = 0
    for stage in range(len(costs) - 1, -1, -1):
        worst = network.worst(costs[stage])
        weight = total + 1 if worst else 0
        if stage == len(costs) - 1:
            weight = 1
        else:
            weights.insert(0, weight)
        total += weight * worst
    if total >= 2**62 // network.node_count:
        raise NotAFlow("the weighted sum leaves the range of 64 bits")
    return weights


class Network:
    """Student → post → job group → enterprise → sink, as the rows nest."""

    def __init__(self, model, stage_count):
        last = model.row_count - (stage_count - 1)
        kept = model.entry_row < last
        if (model.entry_value[kept] != 1).any():
            raise NotAFlow("minimums or teams")
        row, column = model.entry_row[kept], model.entry_column[kept]
        unit = (model.lower == 1) & (model.upper == 1)
        unit[last:] = False
        target = np.isinf(model.upper)
        self.model = model
        self.unit_rows = np.flatnonzero(unit)
        columns = model.column_count
        self.unit_of = np.full(columns, -1, dtype=np.int64)
        of_unit = unit[row]
        self.unit_of[column[of_unit]] = row[of_unit]
        # The post's own row comes before every row that it shares.
        shared_row, shared_column = row[~of_unit], column[~of_unit]
        self.post_of = np.full(columns, model.row_count, dtype=np.int64)
        np.minimum.at(self.post_of, shared_column, shared_row)
        self.post_of[self.post_of == model.row_count] = -1
        self.short = np.flatnonzero((self.unit_of < 0) & (self.post_of >= 0))
        self._nest(shared_row, shared_column, target)
        self._arcs(target)

    def _nest(self, rows, columns, target):
        """The parent of every post's and shared row; None where they cross."""
        one_of_post = {}
        for column in np.flatnonzero((self.unit_of >= 0) & (self.post_of >= 0)):
            one_of_post.setdefault(int(self.post_of[column]), int(column))
        chosen = {column: post for post, column in one_of_post.items()}
        mask = np.isin(columns, np.fromiter(chosen, dtype=np.int64, count=len(chosen)))
        chains, members = {}, {}
        for row, column in zip(rows[mask].tolist(), columns[mask].tolist()):
            chains.setdefault(chosen[column], []).append(row)
            members[row] = members.get(row, 0) + 1
        self.parent = {}
        for chain in chains.values():
            chain.sort(key=lambda row: (members[row], row))
            for child, parent in zip(chain, [*chain[1:], -1]):
                if self.parent.setdefault(child, parent) != parent:
                    raise NotAFlow("quotas that cross")

    def _arcs(self, target):
        model = self.model
        rows = sorted(set(self.parent) | set(self.unit_rows.tolist()))
        number = np.full(model.row_count, -1, dtype=np.int32)
        number[rows] = np.arange(len(rows), dtype=np.int32)
        self.sink = len(rows)
        self.node_count = len(rows) + 1
        x = np.flatnonzero((self.unit_of >= 0) & (self.post_of >= 0))
        u = np.flatnonzero((self.unit_of >= 0) & (self.post_of < 0))
        inner = sorted(self.parent)
        up = [number[self.parent[row]] if self.parent[row] >= 0 else self.sink for row in inner]
        capacity = [len(self.unit_rows) if target[row] else int(model.upper[row]) for row in inner]
        # What a target still lacks is the flow that its cheap arc does not carry.
        owed = [(int(c), int(self.post_of[c])) for c in self.short if int(self.post_of[c]) in self.parent]
        self.owed = owed
        self.owed_capacity = [int(model.lower[row]) for _, row in owed]
        owed_up = [number[self.parent[row]] if self.parent[row] >= 0 else self.sink for _, row in owed]
        self.x, self.u, self.inner = x, u, inner
        i32 = np.int32
        self.tail = np.concatenate(
            [number[self.unit_of[x]], number[self.unit_of[u]], number[inner], number[[r for _, r in owed]]]
        ).astype(i32)
        self.head = np.concatenate(
            [number[self.post_of[x]], np.full(len(u), self.sink), np.array(up), np.array(owed_up)]).astype(i32)
        self.capacity = np.concatenate(
            [np.ones(len(x) + len(u)), np.array(capacity), np.array(self.owed_capacity)]).astype(np.int64)

    def arc_costs(self, cost):
        owed = -cost[[column for column, _ in self.owed]] if self.owed else np.zeros(0)
        return np.concatenate(
            [cost[self.x], cost[self.u], np.zeros(len(self.inner)), owed]).astype(np.int64)

    def constant(self, cost):
        """What the targets would cost with nobody placed."""
        reached = sum(int(cost[c]) * t for (c, _), t in zip(self.owed, self.owed_capacity))
        known = {column for column, _ in self.owed}
        return reached + sum(
            int(cost[c]) * int(self.model.lower[self.post_of[c]]) for c in self.short if int(c) not in known)

    def worst(self, cost):
        """No flow's value of this stage is above."""
        most = np.zeros(self.model.row_count, dtype=np.int64)
        columns = np.flatnonzero(self.unit_of >= 0)
        np.maximum.at(most, self.unit_of[columns], cost[columns])
        return int(most.sum()) + self.constant(cost)

    def supplies(self):
        supplies = np.zeros(self.node_count, dtype=np.int64)
        # Unit rows come first in the program, so they have the first numbers.
        supplies[: len(self.unit_rows)] = 1
        supplies[self.sink] = -len(self.unit_rows)
        return supplies
