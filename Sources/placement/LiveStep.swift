import Inquiry
import Placement
import PlacementAudit

/// What a run is at beside its solve, and how far it is.
struct LiveStep: Sendable {
  enum Kind: Int, Sendable, CaseIterable {
    case reading, candidates, counting, reasons, worth, supervisors, tables, files
    case students, recomputing, report
    case branches, megabytes, certificate
    case solving, requests
  }

  let kind: Kind
  let done: Int
  /// 0 where nobody can tell, or ``Kind`` means something else by it.
  let all: Int

  init(_ kind: Kind, _ done: Int = 0, of all: Int = 0) {
    (self.kind, self.done, self.all) = (kind, done, all)
  }

  init(_ progress: PricingProgress) {
    let kind: Kind =
      switch progress.step {
      case .counting: .counting
      case .reasons: .reasons
      case .worth: .worth
      }
    self.init(kind, progress.done, of: progress.of)
  }

  init(_ progress: AuditProgress) {
    self.init(progress.step == .students ? .students : .recomputing, progress.done, of: progress.of)
  }

  var text: Text {
    switch kind {
    case .reading: Text(zh: "读取文件", en: "reading files")
    case .candidates: Text(zh: "核对各学生可选的岗位", en: "finding out who may go where")
    case .counting: Text(zh: "统计岗位余额和未安排原因", en: "counting seats and why students are without a post")
    case .reasons: Text(zh: "推算未安排原因：\(done) / \(all)", en: "reasons of the unplaced: \(done) of \(all)")
    case .worth: Text(zh: "推算名额价值：\(done) / \(all)", en: "worth of full quotas: \(done) of \(all)")
    case .supervisors: Text(zh: "安排指导教师：学校 \(done) / \(all)", en: "supervisors: schools \(done) of \(all)")
    case .tables: Text(zh: "编制各表", en: "making up the tables")
    case .files: Text(zh: "生成文件：\(done) / \(all)", en: "files: \(done) of \(all)")
    case .students: Text(zh: "核验学生：\(done) / \(all)", en: "verifying students: \(done) of \(all)")
    case .recomputing: Text(zh: "重算各行：\(done) / \(all)", en: "recomputing rows: \(done) of \(all)")
    case .report: Text(zh: "核对报告", en: "comparing the report")
    // `all` is the objective.
    case .branches:
      Text(
        zh: "第 \(all) 级目标的证书：已推导 \(done) 个分支",
        en: "certificate of objective \(all): branches derived: \(done)")
    case .megabytes:
      Text(
        zh: "第 \(all) 级目标的证书：已写 \(done) MB", en: "certificate of objective \(all): \(done) MB written")
    case .certificate:
      Text(zh: "核对证书：\(done) / \(all) MB", en: "checking a certificate: \(done) of \(all) MB")
    // `all` is the objective.
    case .solving:
      all == 0
        ? Text(zh: "第 \(done) 次求解：网络流", en: "solve \(done): network flow")
        : Text(zh: "第 \(done) 次求解：第 \(all) 级目标", en: "solve \(done): objective \(all)")
    case .requests: Text(zh: "推算申请：\(done) / \(all)", en: "requests: \(done) of \(all)")
    }
  }
}
