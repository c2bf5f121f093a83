import Allocation
import Placement
import Plan

// Why a post is closed to a student, in words.
extension Explainer {
  /// The rule that closes a post to the student or to a mate, with what it asks and what is there; or the quota that
  /// leaves it to nobody. nil: the post is open.
  ///
  /// - Parameter isFar: whether the way is told already.
  func closed(_ post: Int, to student: Int, isFar: Bool = false) -> Text? {
    let context = placementProgram.context
    if let rule = Rulebook.firstRefusal(student: student, post: post, in: context) {
      return refusal(rule, student, post, isFar: isFar)
    }
    let mates = facts.unit(of: student)
    if let mate = mates.first(where: { Rulebook.firstRefusal(student: $0, post: post, in: context) != nil }) {
      let rule = Rulebook.firstRefusal(student: mate, post: post, in: context)!
      return Text(zh: "对同组成员不开放，", en: "closed to a team mate by ") + demand(rule, student: mate, post: post)
    }
    if let limit = facts.closing(mates, at: post) {
      let name = limit.isPair ? PlanWord.apart.text : limit.name(in: placementCase)
      return name + Text(zh: "：上限 \(limit.limit)", en: ": at most \(limit.limit)")
    }
    let (key, limit) = placementProgram.quotas.lowest(of: post)
    let least = max(placementCase.posts[post].minStudents, mates.count)
    guard limit < least else { return nil }
    let quota = placementProgram.quotas[key]
    let wanted =
      placementCase.posts[post].minStudents > limit
      ? Text(zh: "最少人数 \(least)", en: "its minimum of \(least)")
      : Text(zh: "小组人数 \(least)", en: "the team's \(least)")
    return Text(
      zh: "\(quota.kind.chinese) \(quota.id) 的上限 \(limit) 低于\(wanted.zh)",
      en: "\(quota.kind.rawValue) \(quota.id) has a quota of \(limit), below \(wanted.en)")
  }

  private func refusal(_ rule: any EligibilityRule, _ student: Int, _ post: Int, isFar: Bool) -> Text {
    if rule.rule == .banned, let ban = ban(of: student, at: post) {
      let row = place(of: ban).text
      return Text(zh: "\(rule.rule.chinese)：\(row.zh)，", en: "\(rule.rule.rawValue): \(row.en), ")
        + signed(ban)
    }
    let demand = demand(rule, student: student, post: post)
    return isFar && rule.rule == .distance ? demand : demand + own(rule.rule, student, post)
  }

  /// The number that the rule's is held against, where it is nobody's secret.
  private func own(_ rule: Rule, _ student: Int, _ post: Int) -> Text {
    let (person, item) = (placementCase.students[student], placementCase.posts[post])
    switch rule {
    case .distance:
      let kilometres = PlanFacts.kilometres(facts.distance(student, post))
      return Text(zh: "；实际 \(kilometres) 公里", en: "; it is \(kilometres) km")
    case .grade: return Text(zh: "；该生 \(person.grade) 年级", en: "; the student is in year \(person.grade)")
    case .specialty:
      return Text(zh: "；该生专业 \(person.specialty)", en: "; the student's is \(person.specialty)")
    case .period: return days(person)
    case .program:
      return person.program.map { Text(zh: "；该生在\($0)", en: "; the student is in \($0)") }
        ?? Text(verbatim: "")
    case .certificates:
      if person.certificates.isEmpty { return Text(zh: "；该生没有登记证书", en: "; the student has none on record") }
      let held = Text(listing: person.certificates)
      return Text(zh: "；该生持有\(held.zh)", en: "; the student holds \(held.en)")
    case .pay:
      return Text(zh: "；实际 \(item.monthlyPay) 元", en: "; it pays \(item.monthlyPay) yuan")
    case .labourGrade:
      return item.labourGrade.map { Text(zh: "；实际 \($0) 级", en: "; it is grade \($0)") }
        ?? Text(verbatim: "")
    case .wishes:
      return placementCase.rank(student: student, post: post).map {
        Text(zh: "；这是第 \($0) 志愿", en: "; this one is ranked \($0)")
      } ?? Text(zh: "；这不在志愿之内", en: "; this one is no wish")
    default: return Text(verbatim: "")
    }
  }

  /// When the student is free.
  private func days(_ student: Student) -> Text {
    switch (student.availableFrom, student.availableTo) {
    case (let from?, let to?):
      Text(zh: "；该生 \(from) 至 \(to) 可实习", en: "; the student is from \(from) to \(to)")
    case (let from?, nil): Text(zh: "；该生 \(from) 起可实习", en: "; the student is from \(from) on")
    case (nil, let to?): Text(zh: "；该生到 \(to) 为止可实习", en: "; the student is until \(to)")
    case (nil, nil): Text(verbatim: "")
    }
  }
}
