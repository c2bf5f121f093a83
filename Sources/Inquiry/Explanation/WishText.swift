import Allocation
import Placement
import Plan

// The student's wishes in words: got, closed by which rule, or what each would cost.
extension Explainer {
  /// A line a wish, by rank, then by id.
  mutating func wishes(_ student: Int, names: Bool, _ prices: inout PostPrices) throws -> [Text] {
    let wishes = placementCase.wishes[student].map { (wish: $0, id: name($0.target).en) }.sorted {
      $0.wish.rank != $1.wish.rank ? $0.wish.rank < $1.wish.rank : String.utf8Precedes($0.id, $1.id)
    }
    guard !wishes.isEmpty else { return [Text(zh: "没有填报志愿", en: "no wishes are given")] }
    var lines = [Text(zh: "志愿：", en: "wishes:")]
    for (wish, _) in wishes {
      let label = Text(
        zh: "  第 \(wish.rank) 志愿，\(name(wish.target).zh)：",
        en: "  rank \(wish.rank), \(name(wish.target).en): ")
      lines.append(label + (try outcome(of: wish.target, student, names: names, &prices)))
    }
    return lines
  }

  private mutating func outcome(
    of target: Target, _ student: Int, names: Bool, _ prices: inout PostPrices
  ) throws -> Text {
    let wished: [Int] =
      switch target {
      case .post(let post): [post]
      case .enterprise(let enterprise): placementProgram.quotas.enterprises[enterprise].posts
      }
    if let post = facts.placement[student], wished.contains(post) {
      return Text(zh: "已满足", en: "got")
    }
    guard !wished.isEmpty else { return Self.noPost }
    if let pin = placementProgram.commitments.pins[student] {
      let id = placementCase.posts[pin.post].id
      return Text(zh: "已固定在岗位 \(id)", en: "the student is held at post \(id)")
    }
    let own = Set(openPosts(ofUnit: prices.unit))
    let open = wished.filter(own.contains)
    guard !open.isEmpty else { return nearestClosed(wished, student) }
    let best = try cheapest(1, of: open, &prices).first
    let at =
      wished.count > 1 && best != nil
      ? Text(
        zh: "改派到岗位 \(placementCase.posts[best!].id)：",
        en: "at post \(placementCase.posts[best!].id): ")
      : Text(verbatim: "")
    guard let best, let cost = try price(best, &prices) else { return withoutPrice(open, prices) }
    return at + text(cost, besides: prices.unit, names: names)
  }

  private func nearestClosed(_ posts: [Int], _ student: Int) -> Text {
    let nearest = posts.min { (facts.distance(student, $0), $0) < (facts.distance(student, $1), $1) }!
    let why = closed(nearest, to: student) ?? Self.cannotBe
    guard posts.count > 1 else { return why }
    let id = placementCase.posts[nearest].id
    return Text(
      zh: "\(posts.count) 个岗位都不开放；最近的岗位 \(id)：",
      en: "none of its \(posts.count) posts is open; the nearest, \(id): ") + why
  }

  /// Of an enterprise.
  static let noPost = Text(zh: "该企业没有岗位", en: "the enterprise has no post")

  static let cannotBe = Text(
    zh: "无法安排：凑不齐最少人数，或名额已被锁定的学生占满",
    en: "cannot be: a minimum would not be reached, or pinned students take the seats")
}
