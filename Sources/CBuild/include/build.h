// What this build was made of: said by whoever makes it (PLACEMENT_COMMIT in the environment of `swift build`),
// for a program that reads it from a folder would name whatever lies there today.
const char *placement_commit(void);
