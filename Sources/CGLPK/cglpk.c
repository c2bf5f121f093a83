#include "cglpk.h"

#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WORDS = 2048 };

struct cglpk_problem {
  glp_prob *glpk;
  /// The thread that made it, and how often that thread had lost its environment by then.
  uint64_t thread, generation;
};

/// A thread's own: GLPK keeps its environment per thread too.
static _Thread_local struct {
  jmp_buf escape;
  uint64_t thread, generation;
  char words[WORDS];
  size_t length;
  /// Outlives a jump, so that nothing leaks by one.
  int *indices;
  size_t capacity;
} here;

// MARK: A thread's beginning and end

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t at_thread_end;
static _Atomic uint64_t threads;

static void leave_thread(void *unused) {
  (void)unused;
  glp_free_env();
  free(here.indices);
  here.indices = NULL;
  here.capacity = 0;
  here.generation += 1;
}

static void make_key(void) { pthread_key_create(&at_thread_end, leave_thread); }

static uint64_t this_thread(void) {
  if (here.thread == 0) {
    here.thread = atomic_fetch_add(&threads, 1) + 1;
    pthread_once(&once, make_key);
    pthread_setspecific(at_thread_end, &here);
  }
  return here.thread;
}

// MARK: Faults

static int listen(void *unused, const char *text) {
  (void)unused;
  size_t length = strlen(text);
  if (length >= WORDS) {
    text += length - (WORDS - 1);
    length = WORDS - 1;
  }
  if (here.length + length >= WORDS) {
    // Of a long speech the last words count.
    size_t kept = WORDS - 1 - length;
    memmove(here.words, here.words + here.length - kept, kept);
    here.length = kept;
  }
  memcpy(here.words + here.length, text, length + 1);
  here.length += length;
  return 1;
}

static void forget_words(void) {
  here.length = 0;
  here.words[0] = 0;
}

static int refuse(const char *why) {
  forget_words();
  listen(NULL, why);
  return CGLPK_FAILED;
}

static void jump(void *unused) {
  (void)unused;
  longjmp(here.escape, 1);
}

/// After a jump: GLPK's structures may be half changed, so all of this thread's are thrown away.
static int recover(void) {
  glp_free_env();
  here.generation += 1;
  return CGLPK_FAILED;
}

static void listen_to_glpk(void) {
  this_thread();
  forget_words();
  glp_term_hook(listen, NULL);
  glp_error_hook(jump, NULL);
}

int cglpk_is_alive(const cglpk_problem *problem) {
  return problem->thread == this_thread() && problem->generation == here.generation;
}

static int enter(const cglpk_problem *problem) {
  if (problem->thread != this_thread()) return refuse("this problem belongs to another thread");
  if (problem->generation != here.generation) return refuse("this problem was lost when GLPK failed");
  listen_to_glpk();
  return 0;
}

/// From here on GLPK's faults come back as a return value. No variable changed after it is read after a jump.
#define GUARD() \
  if (setjmp(here.escape) != 0) return recover()
#define ENTER(problem) \
  if (enter(problem) != 0) return CGLPK_FAILED; \
  GUARD()

const char *cglpk_last_words(void) { return here.words; }

// MARK: Making and freeing

static int create(cglpk_problem *problem) {
  listen_to_glpk();
  GUARD();
  problem->glpk = glp_create_prob();
  glp_set_obj_dir(problem->glpk, GLP_MIN);
  return 0;
}

cglpk_problem *cglpk_create(void) {
  cglpk_problem *problem = malloc(sizeof *problem);
  if (problem == NULL || create(problem) != 0) {
    free(problem);
    return NULL;
  }
  problem->thread = here.thread;
  problem->generation = here.generation;
  return problem;
}

static int delete_glpk(cglpk_problem *problem) {
  ENTER(problem);
  glp_delete_prob(problem->glpk);
  return 0;
}

int cglpk_delete(cglpk_problem *problem) {
  int code = delete_glpk(problem);
  free(problem);
  return code;
}

int cglpk_limit_memory(int megabytes) {
  listen_to_glpk();
  GUARD();
  glp_mem_limit(megabytes);
  return 0;
}

// MARK: Columns and rows

static int bounds_type(double lower, double upper) {
  if (lower == -INFINITY) return upper == INFINITY ? GLP_FR : GLP_UP;
  if (upper == INFINITY) return GLP_LO;
  return lower == upper ? GLP_FX : GLP_DB;
}

/// GLPK's way of giving indices: from 1, and the first element of an array unused.
static const int *from_one(const int32_t *indices, size_t count) {
  if (here.capacity < count + 1) {
    size_t capacity = 2 * (count + 1);
    int *grown = realloc(here.indices, capacity * sizeof *grown);
    if (grown == NULL) glp_error("no memory for %zu indices\n", count);
    here.indices = grown;
    here.capacity = capacity;
  }
  for (size_t k = 0; k < count; k++) here.indices[k + 1] = indices[k] + 1;
  return here.indices;
}

int cglpk_add_rows(
  cglpk_problem *problem, int count, const double *lower, const double *upper, const ptrdiff_t *starts,
  const int32_t *indices, const double *values) {
  ENTER(problem);
  glp_prob *glpk = problem->glpk;
  int first = glp_add_rows(glpk, count);
  for (int i = 0; i < count; i++) {
    glp_set_row_bnds(glpk, first + i, bounds_type(lower[i], upper[i]), lower[i], upper[i]);
    int length = (int)(starts[i + 1] - starts[i]);
    if (length == 0) continue;
    const int *columns = from_one(indices + starts[i], (size_t)length);
    glp_set_mat_row(glpk, first + i, length, columns, values + starts[i] - 1);
  }
  return 0;
}

int cglpk_add_columns(
  cglpk_problem *problem, int count, const double *lower, const double *upper, const double *cost,
  const ptrdiff_t *starts, const int32_t *indices, const double *values) {
  ENTER(problem);
  glp_prob *glpk = problem->glpk;
  int first = glp_add_cols(glpk, count);
  for (int j = 0; j < count; j++) {
    int type = bounds_type(lower[j], upper[j]);
    glp_set_col_bnds(glpk, first + j, type, lower[j], upper[j]);
    // GLPK takes the bound nearer to zero.
    if (type == GLP_DB) glp_set_col_stat(glpk, first + j, GLP_NL);
    glp_set_obj_coef(glpk, first + j, cost[j]);
    int length = (int)(starts[j + 1] - starts[j]);
    if (length == 0) continue;
    const int *rows = from_one(indices + starts[j], (size_t)length);
    glp_set_mat_col(glpk, first + j, length, rows, values + starts[j] - 1);
  }
  return 0;
}

int cglpk_delete_rows(cglpk_problem *problem, int count, const int32_t *indices) {
  ENTER(problem);
  glp_del_rows(problem->glpk, count, from_one(indices, (size_t)count));
  return 0;
}

int cglpk_set_cost(cglpk_problem *problem, int column, double cost) {
  ENTER(problem);
  glp_set_obj_coef(problem->glpk, column + 1, cost);
  return 0;
}

int cglpk_set_column_bounds(cglpk_problem *problem, int column, double lower, double upper) {
  ENTER(problem);
  glp_set_col_bnds(problem->glpk, column + 1, bounds_type(lower, upper), lower, upper);
  return 0;
}

int cglpk_set_row_bounds(cglpk_problem *problem, int row, double lower, double upper) {
  ENTER(problem);
  glp_set_row_bnds(problem->glpk, row + 1, bounds_type(lower, upper), lower, upper);
  return 0;
}

int cglpk_set_integer(cglpk_problem *problem, int column) {
  ENTER(problem);
  glp_set_col_kind(problem->glpk, column + 1, GLP_IV);
  return 0;
}

int cglpk_scale(cglpk_problem *problem) {
  ENTER(problem);
  glp_scale_prob(problem->glpk, GLP_SF_AUTO);
  return 0;
}

// MARK: Basis

int cglpk_set_basis(cglpk_problem *problem, const uint8_t *rows, const uint8_t *columns) {
  ENTER(problem);
  glp_prob *glpk = problem->glpk;
  int m = glp_get_num_rows(glpk), n = glp_get_num_cols(glpk);
  // GLPK numbers the statuses in the same order, from 1.
  for (int i = 0; i < m; i++) glp_set_row_stat(glpk, i + 1, rows[i] + GLP_BS);
  for (int j = 0; j < n; j++) glp_set_col_stat(glpk, j + 1, columns[j] + GLP_BS);
  return 0;
}

int cglpk_get_basis(cglpk_problem *problem, uint8_t *rows, uint8_t *columns) {
  ENTER(problem);
  glp_prob *glpk = problem->glpk;
  int m = glp_get_num_rows(glpk), n = glp_get_num_cols(glpk);
  for (int i = 0; i < m; i++) rows[i] = (uint8_t)(glp_get_row_stat(glpk, i + 1) - GLP_BS);
  for (int j = 0; j < n; j++) columns[j] = (uint8_t)(glp_get_col_stat(glpk, j + 1) - GLP_BS);
  return 0;
}

int cglpk_standard_basis(cglpk_problem *problem) {
  ENTER(problem);
  glp_std_basis(problem->glpk);
  return 0;
}

int cglpk_advanced_basis(cglpk_problem *problem) {
  ENTER(problem);
  glp_adv_basis(problem->glpk, 0);
  return 0;
}

// MARK: Linear programs

int cglpk_simplex(
  cglpk_problem *problem, int method, int iterations, int milliseconds, double objective_limit) {
  ENTER(problem);
  glp_smcp control;
  glp_init_smcp(&control);
  // Errors only, and those go to `listen`.
  control.msg_lev = GLP_MSG_ERR;
  control.meth = method;
  control.pricing = GLP_PT_PSE;
  control.r_test = GLP_RT_HAR;
  control.presolve = GLP_OFF;
  control.it_lim = iterations;
  control.tm_lim = milliseconds;
  control.obj_ul = objective_limit;
  return glp_simplex(problem->glpk, &control);
}

int cglpk_status(cglpk_problem *problem) {
  ENTER(problem);
  return glp_get_status(problem->glpk);
}

int cglpk_nonzeros(cglpk_problem *problem) {
  ENTER(problem);
  return glp_get_num_nz(problem->glpk);
}

int cglpk_iterations(cglpk_problem *problem, int64_t *count) {
  ENTER(problem);
  *count = glp_get_it_cnt(problem->glpk);
  return 0;
}

int cglpk_objective(cglpk_problem *problem, double *value) {
  ENTER(problem);
  *value = glp_get_obj_val(problem->glpk);
  return 0;
}

/// One number a row or column.
#define EACH(problem, count, get, numbers) \
  ENTER(problem); \
  int length = count((problem)->glpk); \
  for (int k = 0; k < length; k++) (numbers)[k] = get((problem)->glpk, k + 1); \
  return 0

int cglpk_row_values(cglpk_problem *problem, double *values) {
  EACH(problem, glp_get_num_rows, glp_get_row_prim, values);
}

int cglpk_row_duals(cglpk_problem *problem, double *duals) {
  EACH(problem, glp_get_num_rows, glp_get_row_dual, duals);
}

int cglpk_column_values(cglpk_problem *problem, double *values) {
  EACH(problem, glp_get_num_cols, glp_get_col_prim, values);
}

int cglpk_column_duals(cglpk_problem *problem, double *duals) {
  EACH(problem, glp_get_num_cols, glp_get_col_dual, duals);
}

// MARK: Integer programs

typedef struct {
  cglpk_should_stop should_stop;
  void *context;
  cglpk_progress *progress;
  double asked, deadline;
  int node_limit;
} search;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void watch(glp_tree *tree, void *info) {
  search *search = info;
  int best = glp_ios_best_node(tree);
  if (best != 0) {
    double bound = glp_ios_node_bound(tree, best);
    if (isfinite(bound) && bound > search->progress->bound) search->progress->bound = bound;
  }
  int total;
  glp_ios_tree_size(tree, NULL, NULL, &total);
  search->progress->nodes = total;
  if (total >= search->node_limit) {
    search->progress->is_spent = 1;
    glp_ios_terminate(tree);
  }
  double time = now();
  if (time < search->asked + 0.005) return;
  search->asked = time;
  // GLPK minds its own limit only between nodes, not between rounds of cuts.
  if (time > search->deadline || search->should_stop(search->context)) glp_ios_terminate(tree);
}

int cglpk_intopt(
  cglpk_problem *problem, double relative_gap, int milliseconds, int cuts, int branching, int node_limit,
  cglpk_should_stop should_stop, void *context, cglpk_progress *progress) {
  ENTER(problem);
  search search = {should_stop, context, progress, 0, now() + 1e-3 * milliseconds, node_limit};
  progress->is_spent = 0;
  glp_iocp control;
  glp_init_iocp(&control);
  control.msg_lev = GLP_MSG_ERR;
  control.presolve = GLP_OFF;
  control.br_tech = branching;
  control.mir_cuts = cuts ? GLP_ON : GLP_OFF;
  control.cov_cuts = cuts ? GLP_ON : GLP_OFF;
  control.gmi_cuts = GLP_OFF;
  // What a branch must gain, relative to the objective. At GLPK's 1e-7 a branch a few units better than 10⁸ would
  // be cut off as hopeless; far below that, the noise of a small objective keeps hopeless branches open for hours.
  control.tol_obj = 1e-10;
  control.mip_gap = relative_gap;
  control.tm_lim = milliseconds;
  control.cb_func = watch;
  control.cb_info = &search;
  return glp_intopt(problem->glpk, &control);
}

int cglpk_mip_status(cglpk_problem *problem) {
  ENTER(problem);
  return glp_mip_status(problem->glpk);
}

int cglpk_mip_values(cglpk_problem *problem, double *values) {
  EACH(problem, glp_get_num_cols, glp_mip_col_val, values);
}
