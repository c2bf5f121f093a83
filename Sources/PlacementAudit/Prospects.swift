import Placement

/// The seats of a post in a plan.
struct PostSeats: Sendable {
  /// The lowest of the limits that the post is under.
  let limit: Int
  /// On the fullest day of its period, by all of these limits.
  let free: Int
  let placed: Int
  let minimum: Int

  init(_ post: Int, _ rules: AuditRules, _ loads: Loads) {
    limit = rules.lowestLimit(of: post)
    free = rules.room(at: post, loads)
    placed = loads.atPost[post]
    minimum = rules.placementCase.posts[post].minStudents
  }

  /// Whether there are free seats for so many, who would not stay below the minimum.
  func hasRoom(for size: Int) -> Bool { free >= size && placed + size >= minimum }
}

/// What the posts come to that a student and all mates may take: whatever the reason for going without a post rests on,
/// found in one walk, since there may be thousands of them.
struct Prospects: Sendable {
  /// The student and the mates.
  let size: Int
  /// Whether the limits of some post hold all of them.
  private(set) var fit = false
  /// Whether some plan might place them, by the limits and minimums of single posts alone.
  private(set) var fitAboveMinimum = false
  /// Whether the limits of some post reach its minimum; whether one of these has a seat free; and one for somebody who
  /// would not stay below the minimum.
  private(set) var canBeOpened = false
  private(set) var isFree = false
  private(set) var hasRoomForOne = false
  /// Whether some post has room for all of them; and one that no school's limit, and nobody who keeps apart, closes.
  private(set) var hasRoom = false
  private(set) var hasOpenRoom = false

  init(size: Int) { self.size = size }

  /// One of these posts.
  ///
  /// - Parameter isOpen: Whether no school's limit, and nobody who keeps apart, closes it.
  mutating func add(_ seats: PostSeats, isOpen: @autoclosure () -> Bool) {
    fit = fit || seats.limit >= size
    fitAboveMinimum = fitAboveMinimum || seats.limit >= max(size, seats.minimum)
    if seats.limit >= seats.minimum {
      canBeOpened = true
      isFree = isFree || seats.free > 0
      hasRoomForOne = hasRoomForOne || seats.hasRoom(for: 1)
    }
    guard !hasOpenRoom, seats.hasRoom(for: size) else { return }
    hasRoom = true
    hasOpenRoom = isOpen()
  }

  /// Why they go without, as far as counting decides it: beside a post with a free seat nothing is contested; which of
  /// the others holds where all are full, only a walk through all who sit there shows.
  var reasons: [UnplacedReason] {
    if size > 1, !fit { return [.team] }
    // Where all that have room are closed by a school's limit, or somebody who is to keep apart, that is told.
    if hasRoom, !hasOpenRoom { return [.contested] }
    let last: UnplacedReason = size > 1 && !hasOpenRoom ? .team : .outweighed
    if hasRoomForOne { return [last] }
    if !canBeOpened { return [fit ? .groupNotReached : .contested] }
    return isFree ? [.groupNotReached, last] : [.contested, .groupNotReached, last]
  }
}
