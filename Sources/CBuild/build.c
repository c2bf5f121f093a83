#include "build.h"

#define TEXT_OF(word) #word
#define TEXT(word) TEXT_OF(word)

/// The commit's name; empty where the build was not told.
const char *placement_commit(void) {
#ifdef PLACEMENT_COMMIT
  return TEXT(PLACEMENT_COMMIT);
#else
  return "";
#endif
}
