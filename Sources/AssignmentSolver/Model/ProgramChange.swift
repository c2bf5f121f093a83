/// A change of a program that leaves its units, posts and rows as they are.
public enum ProgramChange: Sendable, Equatable {
  case postLimit(Int, Int32)
  case rowLimit(Int, Int32)
  case target(Int, Int32)
  /// The unit may not stay without a post.
  case place(Int)
  /// The unit goes to this post.
  case hold(Int, at: Int32)
  /// The unit stays without a post.
  case leave(Int)
  /// The unit may not go to this post.
  case ban(Int, from: Int32)
}

extension AssignmentProgram {
  /// The changed program; nil where a unit is held at a post that it may not take.
  public func applying(_ changes: [ProgramChange]) -> AssignmentProgram? {
    var changed = applyingLimits(changes)
    for change in changes {
      switch change {
      case .hold(let unit, let post):
        guard let pair = changed.pair(unit, post) else { return nil }
        let own = changed.pairStart[unit]..<changed.pairStart[unit + 1]
        changed.removePairs((pair + 1)..<own.upperBound, of: unit)
        changed.removePairs(own.lowerBound..<pair, of: unit)
      case .leave(let unit):
        changed.removePairs(changed.pairStart[unit]..<changed.pairStart[unit + 1], of: unit)
      case .ban(let unit, let post):
        if let pair = changed.pair(unit, post) { changed.removePairs(pair..<(pair + 1), of: unit) }
      case .postLimit, .rowLimit, .target, .place: break
      }
    }
    return changed
  }

  /// All changes but those of pairs, which are long to copy.
  package func applyingLimits(_ changes: [ProgramChange]) -> AssignmentProgram {
    var changed = self
    for change in changes {
      switch change {
      case .postLimit(let post, let limit): changed.postLimit[post] = limit
      case .rowLimit(let row, let limit): changed.capacityRows[row].limit = limit
      case .target(let row, let target): changed.targetRows[row].target = target
      case .place(let unit), .hold(let unit, _): changed.mustPlace[unit] = true
      case .leave, .ban: break
      }
    }
    return changed
  }

  /// The changes that make `other` of this program; nil where it differs in more than limits and targets.
  package func changes(to other: AssignmentProgram) -> [ProgramChange]? {
    var bare = other
    bare.postLimit = postLimit
    bare.capacityRows = capacityRows
    bare.targetRows = targetRows
    guard bare == self, capacityRows.count == other.capacityRows.count,
      targetRows.count == other.targetRows.count,
      zip(capacityRows, other.capacityRows).allSatisfy({ $0.posts == $1.posts }),
      zip(targetRows, other.targetRows).allSatisfy({
        $0.posts == $1.posts && $0.weight == $1.weight && $0.surplus == $1.surplus
      })
    else { return nil }
    var changes: [ProgramChange] = []
    for (post, limit) in other.postLimit.enumerated() where limit != postLimit[post] {
      changes.append(.postLimit(post, limit))
    }
    for (row, changed) in other.capacityRows.enumerated() where changed != capacityRows[row] {
      changes.append(.rowLimit(row, changed.limit))
    }
    for (row, changed) in other.targetRows.enumerated() where changed != targetRows[row] {
      changes.append(.target(row, changed.target))
    }
    return changes
  }

  package func pair(_ unit: Int, _ post: Int32) -> Int? {
    PlanValue(program: self).pair(unit: unit, post: post)
  }

  private mutating func removePairs(_ range: Range<Int>, of unit: Int) {
    pairPost.removeSubrange(range)
    for stage in pairCost.indices { pairCost[stage].remove(range) }
    for later in (unit + 1)..<pairStart.count { pairStart[later] -= range.count }
  }
}
