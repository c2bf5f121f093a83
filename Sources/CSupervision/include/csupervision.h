#ifndef CSUPERVISION_H
#define CSUPERVISION_H

#include <stdint.h>
#include <sys/types.h>

/// A child to start.
typedef struct {
  const char *path;
  char *const *arguments;    ///< ends with NULL
  char *const *environment;  ///< ends with NULL
  int input;                 ///< becomes standard input
  int output;                ///< becomes standard output and standard error
  uint64_t memory;           ///< bytes of address space; 0: no limit
} csup_child;

/// Starts a child in a process group of its own that dies with the thread that calls this: ordinary signal
/// dispositions, no core dumps (they would hold personal data), files for the owner alone.
/// Returns its process id, or -errno.
pid_t csup_spawn(const csup_child *child);

#endif
