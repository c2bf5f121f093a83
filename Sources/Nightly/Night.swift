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
    let began = ContinuousClock.now
    let access = FolderAccess(folder.url)
    if access == .dangling, let fault = access.sentence {
      return refused(Text(zh: "\(folder.path)：", en: "\(folder.path): ") + fault)
    }
    do {
      try folder.prepare()
    } catch {
      return refused(error.text(folder.path))
    }
    // Two cases may share a folder of plans: it has a lock of its own.
    let plansLock: CaseLock
    do {
      plansLock = try CaseLock(folder: folder.url)
    } catch {
      return refused(error, folder.url)
    }
    var caseLock: CaseLock?
    do {
      caseLock = try waitForCase()
    } catch {
      // Whoever may only read the case cannot change it either; that it is not there is said later.
      let passedOver = [EACCES, EPERM, EROFS, ENOENT, ENOTDIR, ENOLCK, ENOTSUP].map(CaseLock.Failure.unusable)
      if !passedOver.contains(error) { return refused(error, configuration.caseFolder) }
    }
    defer { withExtendedLifetime((caseLock, plansLock)) {} }
    let run: NightRun
    do {
      let dead = try folder.recover()
      for record in dead {
        log(.warning, Text(zh: "此前一次运行中途被终止", en: "a run before this one died"), ["died": "\(record.id)"])
      }
      run = NightRun(configuration, environment, folder, log, since: began)
      try folder.write(run.record)
    } catch {
      return refused(error.message)
    }
    return run.complete(force: force)
  }

  /// The case's lock. Somebody who takes decisions in or publishes a plan holds it for seconds, or a minute: no night is
  /// lost for that.
  private func waitForCase() throws(CaseLock.Failure) -> CaseLock {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(min(120, configuration.deadline / 10))
    var isSaid = false
    while true {
      do throws(CaseLock.Failure) {
        return try CaseLock(folder: configuration.caseFolder)
      } catch {
        guard case .held(let process) = error, !environment.stop.isSet, clock.now < end else { throw error }
        if !isSaid { log(.info, waiting(for: process)) }
        isSaid = true
        usleep(200_000)
      }
    }
  }

  private func waiting(for process: Int32?) -> Text {
    let holder = Night.name(process)
    return Text(
      zh: "另一个运行\(holder.zh)正在使用案例，等它结束", en: "another run\(holder.en) holds the case: waiting for its end")
  }

  private static func name(_ process: Int32?) -> Text {
    process.map { Text(zh: "（进程 \($0)）", en: " (process \($0))") } ?? Text(verbatim: "")
  }

  /// Another run is at work: nothing is done or kept here, but whoever gets the notice is told.
  private func locked(_ url: URL, _ process: Int32?) -> NightResult {
    let holder = Night.name(process)
    let text = Text(
      zh: "另一个运行\(holder.zh)正在使用 \(url.path)，本次不运行",
      en: "another run\(holder.en) holds \(url.path); this one does nothing")
    let run = NightRun(configuration, environment, folder, log)
    let result = run.refuse(NightEnd(outcome: .locked, exitCode: 75, reason: text))
    return NightResult(record: nil, exitCode: result.exitCode, message: text)
  }

  private func refused(_ failure: CaseLock.Failure, _ url: URL) -> NightResult {
    switch failure {
    case .held(let process): return locked(url, process)
    case .unusable(let code):
      return refused(FileOperationError(operation: "open", code: code).text(url.path))
    }
  }

  /// Tells of a configuration with faults whoever it says is to be told.
  ///
  /// - Parameters:
  ///   - configuration: as far as it could be read.
  ///   - faults: of its file; warnings among them are not told.
  public static func refuse(_ configuration: NightConfiguration, faults: [Diagnostic]) {
    let night = Night(configuration)
    let run = NightRun(configuration, night.environment, night.folder, night.log)
    let lines = faults.filter(\.isFault)
    func reason(_ language: Language) -> String {
      Diagnostic.lines(lines, in: language, all: false).prefix(5).joined(separator: " | ")
    }
    let isMissing = lines.contains { $0.kind == .missing }
    _ = run.refuse(
      NightEnd(
        outcome: isMissing ? .inputs : .policy, exitCode: isMissing ? 66 : 78,
        reason: Text(zh: reason(.chinese), en: reason(.english))))
  }

  /// There is no place to keep a record of this: whoever gets the notice is told all the same.
  private func refused(_ reason: Text) -> NightResult {
    let run = NightRun(configuration, environment, folder, log)
    return run.refuse(.unwritable(reason))
  }
}
