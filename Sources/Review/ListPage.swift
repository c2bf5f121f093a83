/// One page of a long list.
public struct ListPage<Row: Sendable>: Sendable {
  /// At most 50.
  public let rows: [Row]
  /// How many rows the list has.
  public let total: Int
  /// From 1.
  public let number: Int
  /// How many pages there are; 1 of a list without rows.
  public let count: Int

  /// - Parameters:
  ///   - wanted: the page's number; the first or the last page where there is no such.
  ///   - list: all rows.
  public init(_ wanted: Int, of list: some RandomAccessCollection<Row>) {
    let most = 50
    total = list.count
    count = max(1, (total + most - 1) / most)
    number = min(max(1, wanted), count)
    rows = Array(list.dropFirst((number - 1) * most).prefix(most))
  }
}
