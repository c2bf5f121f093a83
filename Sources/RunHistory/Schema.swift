import GRDB

/// The history's tables. A migration that has been released is never edited: the next one amends it.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration(firstName) { database in
      try database.execute(sql: first)
    }
    migrator.registerMigration("2: reasons in both languages") { database in
      // Runs of before keep the one they have.
      try database.execute(
        sql: """
          ALTER TABLE run RENAME COLUMN reason TO reason_en;
          ALTER TABLE run ADD COLUMN reason_zh TEXT NOT NULL DEFAULT '';
          UPDATE run SET reason_zh = reason_en;
          """)
    }
    return migrator
  }

  /// By which a history of before it bore our sign is known.
  static let firstName = "1: runs, placements, purged runs"

  private static let first = """
    CREATE TABLE run (
      id TEXT PRIMARY KEY NOT NULL,
      sequence INTEGER NOT NULL,
      season TEXT NOT NULL,
      started TEXT NOT NULL,
      outcome TEXT NOT NULL,
      exit_code INTEGER NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
    CREATE INDEX run_by_sequence ON run (sequence);
    CREATE INDEX run_by_season ON run (season);
    CREATE TABLE run_input (
      run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
      file TEXT NOT NULL, sha256 TEXT NOT NULL,
      PRIMARY KEY (run, file)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE run_objective (
      run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
      stage INTEGER NOT NULL, weights TEXT NOT NULL, value INTEGER NOT NULL, bound INTEGER NOT NULL,
      gap REAL NOT NULL, proven INTEGER NOT NULL,
      PRIMARY KEY (run, stage)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE run_count (
      run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
      name TEXT NOT NULL, value INTEGER NOT NULL,
      PRIMARY KEY (run, name)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE run_timing (
      run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
      step TEXT NOT NULL, seconds REAL NOT NULL,
      PRIMARY KEY (run, step)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE placement (
      run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
      student TEXT NOT NULL, post TEXT, status TEXT NOT NULL, why TEXT NOT NULL,
      PRIMARY KEY (student, run)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX placement_by_run ON placement (run);
    CREATE TABLE purged_run (id TEXT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID;
    """
}
