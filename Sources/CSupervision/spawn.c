#define _GNU_SOURCE
#include "csupervision.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void limit(int resource, rlim_t value) {
  struct rlimit both = {value, value};
  setrlimit(resource, &both);
}

// Runs between fork and exec, in the parent's memory: nothing here may allocate, take a lock or change a variable.
static void become(const csup_child *child, pid_t parent, int report) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  umask(077);
  close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  limit(RLIMIT_CORE, 0);
  if (child->memory > 0) limit(RLIMIT_AS, child->memory);
  if (dup2(child->input, 0) >= 0 && dup2(child->output, 1) >= 0 && dup2(child->output, 2) >= 0)
    execve(child->path, child->arguments, child->environment);
  int error = errno;
  ssize_t ignored = write(report, &error, sizeof error);
  (void)ignored;
  _exit(127);
}

// Whoever started us may have left SIGCHLD ignored: then the kernel forgets how children end, and every one of them would
// seem to have ended well.
static void keep_ends(void) {
  struct sigaction action;
  if (sigaction(SIGCHLD, NULL, &action) == 0 && action.sa_handler == SIG_IGN) signal(SIGCHLD, SIG_DFL);
}

pid_t csup_spawn(const csup_child *child) {
  keep_ends();
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) return -errno;
  pid_t parent = getpid();
  // A process of gigabytes is not copied to be thrown away at once: until it execs the child is in our memory, and this
  // thread stands still. No signal may call a handler of ours from there.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t process = vfork();
  if (process == 0) become(child, parent, report[1]);
  int error = process < 0 ? errno : 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(report[1]);
  if (process > 0) {
    setpgid(process, process);
    // Closed by a successful exec; otherwise the child says what went wrong.
    ssize_t count;
    do count = read(report[0], &error, sizeof error);
    while (count < 0 && errno == EINTR);
    if (count == (ssize_t)sizeof error) waitpid(process, NULL, 0);
    else error = 0;
  }
  close(report[0]);
  return error ? -error : process;
}
