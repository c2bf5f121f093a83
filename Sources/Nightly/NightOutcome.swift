import Foundation
import Placement

/// How a night ended.
public enum NightOutcome: String, Codable, Sendable, CaseIterable {
  /// Still at work, or dead before it could say how it ended.
  case running
  /// A new plan is the latest.
  case placed
  /// The inputs are those of the latest plan, which stays.
  case unchanged
  /// A valid plan is kept aside: a guard asks for a person's eye.
  case held
  /// The inputs are at fault, missing, or kept changing.
  case inputs
  /// The policy or the nightly configuration is at fault.
  case policy
  /// The solve crashed, hung, ran out of memory or found no plan.
  case failed
  /// The plan did not pass its verification.
  case refused
  /// The disk did not take it.
  case unwritable
  /// Another run holds the lock.
  case locked
  /// SIGTERM.
  case stopped
  /// The run was killed.
  case died

  /// Whether nobody need look.
  public var isGood: Bool { self == .placed || self == .unchanged }

  public var text: Text {
    switch self {
    case .running: Text(zh: "运行中", en: "running")
    case .placed: Text(zh: "已生成新方案", en: "new plan in place")
    case .unchanged: Text(zh: "数据未变，沿用原方案", en: "inputs unchanged, plan kept")
    case .held: Text(zh: "方案待人工确认", en: "plan held for review")
    case .inputs: Text(zh: "数据有误", en: "inputs at fault")
    case .policy: Text(zh: "政策或夜间配置有误", en: "policy or nightly configuration at fault")
    case .failed: Text(zh: "求解失败", en: "solve failed")
    case .refused: Text(zh: "方案未通过核验", en: "plan failed its verification")
    case .unwritable: Text(zh: "无法写入", en: "cannot write")
    case .locked: Text(zh: "另一个运行正在进行", en: "another run is at work")
    case .stopped: Text(zh: "已被停止", en: "stopped")
    case .died: Text(zh: "运行中途被终止", en: "killed before it ended")
    }
  }
}

/// The end of a night that makes no new latest plan.
struct NightEnd: Error {
  let outcome: NightOutcome
  let exitCode: Int32
  let reason: Text
  /// What a child said about it.
  var words = ""

  static func unwritable(_ reason: Text) -> NightEnd {
    NightEnd(outcome: .unwritable, exitCode: 73, reason: reason)
  }
}
