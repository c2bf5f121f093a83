import Foundation
import Placement
import PlacementFiles

/// How a night ended, for whoever started it.
public struct NightResult: Sendable {
  /// Nil where no run came about: another one holds the lock.
  public let record: NightRecord?
  public let exitCode: Int32
  public let message: Text
}

/// One unattended run: lock, then the night's steps, then everybody is told.
///
/// It runs on the calling thread, which must stay until the end: children die with it.
public struct Night {
  let configuration: NightConfiguration
  let environment: NightEnvironment
  let folder: PlansFolder
  private let log: NightLog

  public init(_ configuration: NightConfiguration, environment: NightEnvironment = NightEnvironment()) {
    self.configuration = configuration
    self.environment = environment
    folder = PlansFolder(configuration.plans, operations: environment.operations)
    log = NightLog(configuration, write: environment.log)
  }

  /// - Parameter force: runs though the inputs are those of the latest plan.
  public func run(force: Bool = false) -> NightResult {
    let caseLock = CaseLock(folder: configuration.caseFolder)
    if caseLock == nil, let result = locked(configuration.caseFolder) { return result }
    do {
      try folder.prepare()
    } catch {
      return refused(
        Text(
          zh: "\(folder.path) 无法写入（\(error.operation)：\(error.reason)）",
          en: "\(folder.path) cannot be written (\(error.operation): \(error.reason))"))
    }
    // Two cases may share a folder of plans: it has a lock of its own.
    guard let plansLock = CaseLock(folder: folder.url) else {
      return locked(folder.url)
        ?? refused(Text(zh: "\(folder.path) 无法打开", en: "\(folder.path) cannot be opened"))
    }
    defer { withExtendedLifetime((caseLock, plansLock)) {} }
    let run: NightRun
    do {
      let dead = try folder.recover()
      for record in dead {
        log(.warning, Text(zh: "此前一次运行中途被终止", en: "a run before this one died"), ["died": "\(record.id)"])
      }
      run = NightRun(configuration, environment, folder, log, dead: dead)
      try folder.write(run.record)
    } catch {
      return refused(error.message)
    }
    return run.complete(force: force)
  }

  /// Nil where nobody holds the folder's lock.
  private func locked(_ url: URL) -> NightResult? {
    guard let holder = lockHolder(url) else { return nil }
    let text = Text(
      zh: "另一个运行\(holder.zh)正在使用 \(url.path)，本次不运行",
      en: "another run\(holder.en) holds \(url.path); this one does nothing")
    log(.error, text)
    return NightResult(record: nil, exitCode: 75, message: text)
  }

  private func lockHolder(_ url: URL) -> Text? {
    guard FileManager.default.isReadableFile(atPath: url.path) else { return nil }
    let process = CaseLock.holder(of: url)
    return process.map { Text(zh: "（进程 \($0)）", en: " (process \($0))") } ?? Text(verbatim: "")
  }

  /// There is no place to keep a record of this: whoever gets the notice is told all the same.
  private func refused(_ reason: Text) -> NightResult {
    let run = NightRun(configuration, environment, folder, log, dead: [])
    return run.refuse(.unwritable(reason))
  }
}
