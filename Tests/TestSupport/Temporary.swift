import Foundation

/// Where tests have their folders.
public enum Temporary {
  /// The run's own, gone with it.
  ///
  /// In memory, where there is room: a run makes, syncs and removes tens of thousands of small files, which takes a disk
  /// longer than the tests take.
  public static let folder: URL = {
    let memory = "/dev/shm"
    let free = try? FileManager.default.attributesOfFileSystem(forPath: memory)[.systemFreeSize] as? NSNumber
    let hasRoom = (free?.uint64Value ?? 0) > 4 << 30 && access(memory, W_OK | X_OK) == 0
    let place =
      hasRoom ? URL(fileURLWithPath: memory, isDirectory: true) : FileManager.default.temporaryDirectory
    removeAbandoned(in: place)
    let own = place.appendingPathComponent("placement-\(getpid())", isDirectory: true)
    try? FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(at: Temporary.folder) }
    return own
  }()

  /// What a run that was killed has left.
  private static func removeAbandoned(in place: URL) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? [] {
      guard name.hasPrefix("placement-"), let process = pid_t(name.dropFirst("placement-".count)),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(at: place.appendingPathComponent(name))
    }
  }
}
