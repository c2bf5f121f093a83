import Placement

/// What the border asks across cells, of a case with settings made.
struct SettingChecks {
  let before: PlacementCase
  let after: PlacementCase

  func run() throws(InquiryFault) {
    try checkSelfArranged()
    try checkDates()
    try checkLimits()
    try checkJobGroups()
  }

  private func checkSelfArranged() throws(InquiryFault) {
    for place in after.selfArrangedInOrder {
      let id = after.students[place.student].id
      if place.work.end < place.work.start {
        throw InquiryFault(
          Text(
            zh: "学生 \(id) 自行联系的实习结束早于开始", en: "the place of student \(id) would end before it starts"),
          mend: Text(zh: "两个日期一起改", en: "change both dates"))
      }
      // Plans are compared student by student of the same program.
      if before.selfArranged[place.student]?.isApproved != place.isApproved {
        throw InquiryFault(
          Text(
            zh: "假设分析不改变谁参加安排：学生 \(id) 的学校审核日期不能由空改填或由填改空",
            en:
              "a what-if changes nothing about who is placed: approved_on of student \(id) can be neither given "
              + "nor cleared"),
          mend: Text(
            zh: "在案例的副本里修改 self-arranged.csv，再用 placement compare 比较两个方案",
            en:
              "change self-arranged.csv in a copy of the case, and compare the two plans with placement compare"
          ))
      }
      guard let approved = place.approvedOn else { continue }
      if !place.guardianConsent || approved > after.asOf
        || place.appliedOn.map({ approved < $0 }) ?? false
      {
        throw InquiryFault(
          Text(
            zh: "学生 \(id) 自行联系的实习不能算审核通过：须有监护人同意，审核不早于申请，也不晚于 \(after.asOf)",
            en:
              "the place of student \(id) cannot count as approved: it needs the guardian's consent, and a day "
              + "not before applied_on nor after \(after.asOf)"),
          mend: Text(
            zh: "“学校审核日期”“申请日期”“监护人同意”一起改",
            en: "change approved_on, applied_on and guardian_consent together"))
      }
    }
  }

  private func checkDates() throws(InquiryFault) {
    // By index: a row of so many cells is not copied to be looked at.
    let posts = after.posts
    if let post = posts.indices.first(where: { posts[$0].end < posts[$0].start }).map({ posts[$0] }) {
      throw InquiryFault(
        Text(zh: "岗位 \(post.id) 的结束日期早于开始日期", en: "post \(post.id) would end before it starts"),
        mend: Text(zh: "两个日期一起改", en: "change both dates"))
    }
    let students = after.students
    if let student = students.indices.first(where: {
      guard let from = students[$0].availableFrom, let to = students[$0].availableTo else { return false }
      return to < from
    }).map({ students[$0] }) {
      throw InquiryFault(
        Text(
          zh: "学生 \(student.id) 的可实习止早于可实习起", en: "student \(student.id) would be available to before from"),
        mend: Text(zh: "两个日期一起改", en: "change both dates"))
    }
  }

  private func checkLimits() throws(InquiryFault) {
    let policy = after.policy
    if let teacher = after.teachers.first(where: { policy.maxStudents(of: $0) == nil }) {
      throw InquiryFault(
        Text(
          zh: "教师 \(teacher.id) 没有指导人数上限，政策也没有",
          en: "teacher \(teacher.id) would have no limit of students, nor would the policy"),
        mend: Text(
          zh: "给教师或 policy.supervision.max_students 一个数",
          en: "give the teacher or policy.supervision.max_students a number"))
    }
    if policy.weighs(.lottery), policy.lotterySeed == nil {
      throw InquiryFault(
        Text(
          zh: "目标中会有 lottery，而政策没有写抽签的种子",
          en: "lottery would be an objective, but the policy gives no seed to draw from"),
        mend: Text(zh: "在 policy.yaml 中写上 lottery.seed", en: "give lottery.seed in policy.yaml"))
    }
    if policy.targetShareLow > policy.targetShareHigh {
      throw InquiryFault(
        Text(zh: "目标比例的下限大于上限", en: "the lower target share would be above the higher one"),
        mend: Text(zh: "target_share[0] 与 target_share[1] 一起改", en: "change target_share[0] and [1] together")
      )
    }
  }

  /// Posts of one job group count the same staff.
  private func checkJobGroups() throws(InquiryFault) {
    var staff: [String: (post: String, staff: Int?)] = [:]
    for post in after.posts {
      guard let group = post.jobGroup else { continue }
      let key = "\(post.enterprise)/\(group)"
      guard let first = staff[key] else {
        staff[key] = (post.id, post.samePostStaff)
        continue
      }
      if first.staff != post.samePostStaff {
        throw InquiryFault(
          Text(
            zh: "同类岗位组 \(group) 的岗位 \(first.post) 与 \(post.id) 的“同类岗位在岗职工”不同",
            en: "posts \(first.post) and \(post.id) of job group \(group) would differ in same_post_staff"),
          mend: Text(
            zh: "用 岗位[同类岗位组=\(group)].同类岗位在岗职工 一起改",
            en: "change them together: posts[job_group=\(group)].same_post_staff"))
      }
    }
  }
}
