/// Whom a letter is for: `kind` of letters.csv.
public enum LetterKind: String, Word {
  case student, enterprise, school

  public var chinese: String {
    switch self {
    case .student: "学生"
    case .enterprise: "企业"
    case .school: "学校"
    }
  }
}

/// The sentences of letters: what a coordinator would say to somebody who knows nothing of the program.
public enum LetterSentence {
  /// What became of a student, in one sentence.
  public static func news(_ status: PlacementStatus) -> Text {
    switch status {
    case .placed: Text(zh: "已为你安排实习岗位：", en: "You have a training post:")
    case .kept: Text(zh: "你的实习岗位与之前告知的相同：", en: "Your training post is the one that you were told before:")
    case .moved:
      Text(
        zh: "你的实习岗位有调整，以本通知为准：", en: "Your training post has changed; what stands here is what counts:")
    case .pinned: Text(zh: "你的实习岗位已经确定：", en: "Your training post is settled:")
    case .selfArranged:
      Text(
        zh: "你自行联系的实习单位已经学校审核：", en: "The training place that you found is approved by your school:")
    case .unplaced: Text(zh: "目前还没有为你安排实习岗位。", en: "There is no training post for you yet.")
    case .excluded:
      Text(
        zh: "你不参加本次实习安排。如与你的情况不符，请尽快告诉学校。",
        en: "You take no part in this placement. If that is wrong, tell your school soon.")
    }
  }

  /// Why there is no post, for the student.
  public static func why(_ reason: UnplacedReason) -> Text {
    switch reason {
    case .noOpenPost:
      Text(
        zh: "没有一个岗位符合全部规定（如专业、年龄、时间、距离）。",
        en: "no post meets every rule for you (such as specialty, age, period and distance).")
    case .contested:
      Text(
        zh: "符合规定的岗位名额不够，其他同学也只能去这些岗位。",
        en: "the posts that are open to you have too few seats for all who can go nowhere else.")
    case .groupNotReached:
      Text(
        zh: "符合规定且有空位的岗位凑不齐最少人数。",
        en: "the posts with room for you cannot gather the least number of students that they take.")
    case .team:
      Text(zh: "没有岗位能同时接纳你们整个小组。", en: "no post has room for the whole of your team.")
    case .outweighed:
      Text(
        zh: "有岗位符合规定，但安排你去会使其他同学失去岗位，或使整个安排变差。",
        en: "a post for you would cost other students theirs, or make the whole placement worse.")
    }
  }

  /// Of a student to whom no post is open, where there is none for the specialty: no rule closes a nearer one then.
  public static let noMatchingPost = Text(
    zh: "没有岗位与你的专业对口。", en: "There is no post that matches your specialty.")

  /// What closes the nearest of the posts that match the specialty, to a student to whom no post is open. Nil of what
  /// nobody should learn from a letter: that somebody has decided against the student.
  public static func nearestIsClosed(by rule: Rule) -> Text? {
    guard rule != .banned, rule != .refusedByHost else { return nil }
    let closing = Text(
      zh: "离你最近的对口岗位不能安排，卡在这一条：\(rule.chinese)。",
      en: "What closes the nearest post that matches your specialty: \(rule.prose.en)")
    guard let meaning = rule.toStudent else { return closing + Text(zh: "", en: ".") }
    return closing + Text(zh: "", en: ": ") + meaning
  }

  /// Why the student is at this post: how well it matches, and which wish it is.
  ///
  /// - Parameters:
  ///   - match: of the student's specialty with the post's; nil where it is none.
  ///   - rank: among the wishes; nil where it is none of them.
  ///   - isTeam: whether the student goes with a team.
  public static func why(match: MatchLevel?, rank: String?, isTeam: Bool) -> Text? {
    let matched: Text? =
      switch match {
      case .exact: Text(zh: "岗位与你的专业对口", en: "it matches your specialty")
      case .specialtyClass: Text(zh: "岗位与你的专业类对口", en: "it matches the class of your specialty")
      case .category: Text(zh: "岗位与你的专业大类对口", en: "it matches the category of your specialty")
      case .some(.none), nil: nil
      }
    let wished = rank.map { Text(zh: "是你的第 \($0) 志愿", en: "it is your wish number \($0)") }
    let team = isTeam ? Text(zh: "你与同组同学一起安排", en: "your team goes there together") : nil
    let parts = [matched, wished, team].compactMap { $0 }
    guard !parts.isEmpty else { return nil }
    return parts.joined(by: .comma)
  }

  /// Why a post that was told holds no longer, for the student.
  ///
  /// - Parameter reason: `serves` of changes.csv. Nil of what nobody should learn from a letter, see ``nearestIsClosed(by:)``.
  public static func whyMoved(_ reason: String) -> Text? {
    if let rule = Rule(word: reason) {
      guard nearestIsClosed(by: rule) != nil else { return nil }
      return Text(
        zh: "它现在不符合这条规定：\(rule.chinese)。", en: "It no longer meets this rule: \(rule.prose.en).")
    }
    guard PlanWord(word: reason) == .quota else { return nil }
    return Text(
      zh: "全市统筹名额时有了调整。", en: "It changed when the seats of the whole city were shared out.")
  }

  /// Whoever has confirmed a post would else go by that.
  public static let formerIsGone = Text(
    zh: "那个岗位不再有效，即使你已经确认过。", en: "That post no longer holds, even if you have confirmed it.")

  /// What has to be done before the first day.
  public static let beforeTheStart = Text(
    zh: "上岗之前：你和监护人签署知情同意书，学校、单位和你签订三方协议，参加岗前安全培训，学校办好实习责任保险。",
    en:
      "Before the first day: you and your guardian sign the consent; school, host and you sign the agreement; you take the "
      + "safety training; the school takes out the insurance.")

  /// What a student without a post can do, besides posts that have room.
  public static let findAlone = Text(
    zh: "自己联系实习单位：须符合实习规定（年龄、年级、报酬等），经监护人同意、学校审核后有效。",
    en:
      "find a place yourself: it must meet the rules too (age, year of study, pay and the rest), and counts once your "
      + "guardian agrees and your school approves it.")

  /// Before posts with a free seat, by why the student has none of them.
  public static func postsWithRoom(_ reason: UnplacedReason?) -> Text {
    guard reason == .groupNotReached else {
      return Text(
        zh: "这些岗位还有空位，按规定你可以去；愿意去的，请告诉学校：",
        en: "posts with a free seat that you may take; tell your school which one you would like:")
    }
    return Text(
      zh: "这些岗位还有空位，但凑齐最少人数才能去；愿意去的，请告诉学校：",
      en:
        "posts with a free seat that take students once they have gathered enough; tell your school which one you would like:"
    )
  }

  /// What a student can do whose team has no post.
  public static let withoutTheTeam = Text(
    zh: "愿意与小组分开安排的，请告诉学校。", en: "tell your school where you would go without your team.")

  public static let askTheSchool = Text(
    zh: "如有疑问，请向指导教师或学校咨询。", en: "Ask your teacher or your school whatever is not clear.")

  /// Below a host's list.
  public static let toTheHost = Text(
    zh: "学生上岗之前，请与学校和学生签订三方协议。名单只供安排实习使用，请勿转给他人。",
    en:
      "Please sign the agreement with school and student before the first day. The list is for the placement alone: do not pass "
      + "it on.")
}
