/// What Swift may call of GLPK 5.0.
///
/// GLPK ends the process on a wrong argument or when its memory runs out. Everything here that could come to
/// that is guarded: GLPK's error hook jumps back into the function that was called, the thread's GLPK
/// environment is thrown away, and the function returns `CGLPK_FAILED`. The jump never leaves this C file.
///
/// Why a shim and not the plain calls: only C may jump; GLPK counts from 1, we count from 0; and a program has
/// too many coefficients for one call each.
///
/// Rules
/// - A problem belongs to the thread that made it. From another thread every call fails and does nothing.
/// - After a failure all problems of that thread are gone. Their handles know it: calls fail, deleting is safe.
/// - A thread's GLPK memory is given back when the thread ends.
#ifndef CGLPK_H
#define CGLPK_H

#include <glpk.h>
#include <stddef.h>
#include <stdint.h>

/// Returned instead of a GLPK return code (those are ≥ 0) where GLPK would have ended the process.
enum { CGLPK_FAILED = -1 };

typedef struct cglpk_problem cglpk_problem;

/// GLPK's last words on this thread: why the last call returned `CGLPK_FAILED`, or what it warned of.
/// Valid until the next call on this thread; never null.
const char *cglpk_last_words(void);

/// An empty problem, to be minimised; null on failure.
cglpk_problem *cglpk_create(void);
/// Always frees the handle. Returns `CGLPK_FAILED` where GLPK's part had to be left for the end of its thread.
int cglpk_delete(cglpk_problem *problem);
/// Whether calls with this handle can succeed on this thread.
int cglpk_is_alive(const cglpk_problem *problem);

/// Limits GLPK's memory on this thread, in megabytes. A failure lifts it.
int cglpk_limit_memory(int megabytes);

/// Adds `count` rows; row `i` has `indices[starts[i] ..< starts[i + 1]]` (columns, from 0) with `values`.
/// Infinite bounds are none. New rows are basic.
int cglpk_add_rows(
  cglpk_problem *problem, int count, const double *lower, const double *upper, const ptrdiff_t *starts,
  const int32_t *indices, const double *values);
/// Adds `count` columns; as above with rows for columns. New columns are non-basic, at the lower bound if any.
int cglpk_add_columns(
  cglpk_problem *problem, int count, const double *lower, const double *upper, const double *cost,
  const ptrdiff_t *starts, const int32_t *indices, const double *values);
/// Rows from 0.
int cglpk_delete_rows(cglpk_problem *problem, int count, const int32_t *indices);

int cglpk_set_cost(cglpk_problem *problem, int column, double cost);
int cglpk_set_column_bounds(cglpk_problem *problem, int column, double lower, double upper);
int cglpk_set_row_bounds(cglpk_problem *problem, int row, double lower, double upper);
int cglpk_set_integer(cglpk_problem *problem, int column);
/// GLPK's own choice of scale factors.
int cglpk_scale(cglpk_problem *problem);

/// One status a row and a column: 0 basic, 1 at lower, 2 at upper, 3 free, 4 fixed.
int cglpk_set_basis(cglpk_problem *problem, const uint8_t *rows, const uint8_t *columns);
int cglpk_get_basis(cglpk_problem *problem, uint8_t *rows, uint8_t *columns);
/// All rows basic.
int cglpk_standard_basis(cglpk_problem *problem);
/// A triangular basis with as many columns as possible.
int cglpk_advanced_basis(cglpk_problem *problem);

/// Runs the simplex method (`GLP_PRIMAL`, `GLP_DUALP`) from the present basis, for at most so many iterations and
/// milliseconds; the dual method, once it has feasible prices, until the objective is above its limit. Returns GLPK's return
/// code; the status is `cglpk_status`.
int cglpk_simplex(
  cglpk_problem *problem, int method, int iterations, int milliseconds, double objective_limit);
/// How many coefficients there are.
int cglpk_nonzeros(cglpk_problem *problem);
/// `GLP_OPT`, `GLP_NOFEAS`, …
int cglpk_status(cglpk_problem *problem);
int cglpk_iterations(cglpk_problem *problem, int64_t *count);
int cglpk_objective(cglpk_problem *problem, double *value);
/// Each writes one number a row or column.
int cglpk_row_values(cglpk_problem *problem, double *values);
int cglpk_row_duals(cglpk_problem *problem, double *duals);
int cglpk_column_values(cglpk_problem *problem, double *values);
int cglpk_column_duals(cglpk_problem *problem, double *duals);

/// What the integer search knows; kept up to date by its callback.
typedef struct {
  /// No solution is better; set by the caller beforehand, e.g. to the root's objective.
  double bound;
  int32_t nodes;
  /// Whether the search ended because it had made `node_limit` nodes.
  int32_t is_spent;
} cglpk_progress;

/// Asked every few milliseconds between GLPK's steps; anything but 0 ends the search. It must return, and must
/// not call anything of this header.
typedef int (*cglpk_should_stop)(void *context);

/// Branch and cut from an optimal root basis. Returns GLPK's return code; the status is `cglpk_mip_status`.
/// - cuts: mixed-integer rounding and cover cuts.
/// - branching: `GLP_BR_DTH`, …
/// - node_limit: nodes to make at most; counted, not timed, so that equal programs end alike.
int cglpk_intopt(
  cglpk_problem *problem, double relative_gap, int milliseconds, int cuts, int branching, int node_limit,
  cglpk_should_stop should_stop, void *context, cglpk_progress *progress);
int cglpk_mip_status(cglpk_problem *problem);
int cglpk_mip_values(cglpk_problem *problem, double *values);

#endif
