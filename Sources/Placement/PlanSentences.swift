/// Sentences of a plan's cells, beside the words of ``PlanWord``.
public enum PlanSentence {
  /// One post of `alternatives_detail` in assignments.csv.
  ///
  /// - `kilometres`: `12.3`
  /// - `free`: seats left by all the quotas that the post is under.
  public static func alternative(title: String, enterprise: String, kilometres: String, free: Int) -> Text {
    Text(
      zh: "\(title)（\(enterprise)，\(kilometres) 公里，余 \(free) 个名额）",
      en: "\(title) (\(enterprise), \(kilometres) km, \(free) free)")
  }

  /// The note of a student who has found a place alone.
  public static func selfArranged(_ place: SelfArranged) -> Text {
    let day = place.approvedOn?.description ?? ""
    let mentor = place.hostMentor
    return Text(zh: "学校 \(day) 审核", en: "approved by the school on \(day)")
      + (mentor.isEmpty
        ? Text(verbatim: "") : Text(zh: "；单位指导人：\(mentor)", en: "; looked after by \(mentor)"))
  }

  /// In `detail` of unplaced.csv, behind the reason: neither decisions nor other students' leaving would help.
  public static let impossible = Text(
    zh: "任何方案都无法安排该生", en: "no plan at all has a place for the student")

  /// All of `detail` in unplaced.csv for a student whose specialty no post asks for.
  public static let noMatchingPost = Text(zh: "没有专业对口的岗位", en: "no post matches the specialty")
}

/// Which way the seats of a specialty class should go: `signal` in supply-demand.csv.
public enum SupplySignal: String, Word {
  /// Most seats a student.
  case grow
  /// Fewest.
  case shrink

  public var chinese: String { self == .grow ? "增设" : "缩减" }
}
