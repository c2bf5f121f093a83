"""The fixed instances: made by `placement generate`, so a name, a size and a seed are the whole instance."""

from dataclasses import dataclass

# CP-SAT is not asked for quotas alone: at 500 students it does not end a stage in 20 s.
MIXED = ("HiGHS", "SCIP", "CP-SAT", "CBC", "glpsol", "glpsol --mir --cover")
FLOWS = ("SimpleMinCostFlow", "LEMON")


@dataclass(frozen=True)
class Instance:
    rules: str
    students: int
    seed: int
    # Which peers are asked: on the largest instances only those that have a chance.
    peers: tuple[str, ...]
    # Seconds that a solver has for all stages together.
    limit: float
    # Seconds that ours has; None: until proven.
    our_limit: float | None = None
    # How the city lies (`generate --shape`).
    shape: str = "city"

    @property
    def is_supervision(self) -> bool:
        """Whether the second program is asked for, who supervises whom."""
        return self.rules in ("school", "supervisors")

    @property
    def has_steps(self) -> bool:
        """Whether `measure` is asked, which solves once more at once and stage by stage: not the minutes of the largest."""
        return not self.is_supervision and (self.rules == "quotas" or self.students < 30_000)

    @property
    def name(self) -> str:
        return f"{self.rules} {self.students:,}" + ("" if self.shape == "city" else f", {self.shape}")

    @property
    def folder(self) -> str:
        return f"{self.rules}-{self.students}-{self.seed}" + ("" if self.shape == "city" else f"-{self.shape}")


FULL = (
    Instance("quotas", 1_000, 2026, FLOWS, 120),
    Instance("quotas", 3_000, 2026, (*FLOWS, "HiGHS", "SCIP", "CBC", "glpsol"), 120),
    Instance("quotas", 10_000, 2026, FLOWS, 120),
    Instance("quotas", 30_000, 2026, FLOWS, 300),
    Instance("quotas", 200_000, 2026, (), 600, 600),
    Instance("groups", 1_000, 2026, MIXED, 120, 120),
    Instance("groups", 3_000, 2026, MIXED, 120, 120),
    Instance("groups", 10_000, 2026, (), 60, 60),
    Instance("groups", 30_000, 2026, (), 300, 300),
    Instance("groups", 200_000, 2026, (), 300, 300),
    Instance("all", 1_000, 2026, MIXED, 120, 120),
    Instance("all", 3_000, 2026, MIXED, 120, 120),
    Instance("all", 10_000, 2026, (), 60, 60),
    Instance("all", 30_000, 2026, (), 300, 300),
    Instance("all", 200_000, 2026, (), 300, 300),
    # Cities that lie otherwise: what is easy in one shape may not be in another.
    *(Instance(rules, 3_000, 2026, (), 120, 120, shape)
      for shape in ("centre", "valley", "works") for rules in ("quotas", "groups", "all")),
    # The second program: one school alone (school.py), and the schools of a city with all rules.
    Instance("school", 600, 1, ("HiGHS", "SCIP", "CBC", "glpsol"), 120, 10),
    Instance("supervisors", 3_000, 2026, ("HiGHS", "SCIP", "CBC", "glpsol"), 120),
)

SHORT = (
    Instance("quotas", 500, 11, (*FLOWS, "HiGHS", "SCIP", "CBC", "glpsol", "glpsol --mir --cover"), 20, 20),
    Instance("groups", 250, 12, MIXED, 20, 20),
    Instance("all", 250, 13, MIXED, 20, 20),
    Instance("supervisors", 250, 14, ("HiGHS", "SCIP", "CBC", "glpsol"), 20),
)
