"""An exported stage as arrays. HiGHS reads the file: a reader in Python would take minutes on the largest."""

from dataclasses import dataclass

import highspy
import numpy as np


@dataclass
class Program:
    cost: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    entry_row: np.ndarray
    entry_column: np.ndarray
    entry_value: np.ndarray

    @property
    def row_count(self):
        return len(self.lower)

    @property
    def column_count(self):
        return len(self.cost)


def read(path):
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    if highs.readModel(str(path)) != highspy.HighsStatus.kOk:
        raise SystemExit(f"HiGHS cannot read {path}")
    lp = highs.getLp()
    highs.ensureColwise()
    start = np.array(lp.a_matrix_.start_, dtype=np.int64)
    return Program(
        cost=np.array(lp.col_cost_),
        lower=np.array(lp.row_lower_),
        upper=np.array(lp.row_upper_),
        entry_row=np.array(lp.a_matrix_.index_, dtype=np.int64),
        entry_column=np.repeat(np.arange(lp.num_col_, dtype=np.int64), np.diff(start)),
        entry_value=np.array(lp.a_matrix_.value_))
