/// The coefficients of a constraint's columns, in their order: most of a program's rows have one for all.
enum Coefficients: RandomAccessCollection {
  case same(Int64, count: Int)
  case each([Int64])

  /// - Parameter whole: Takes each for a whole number.
  init(_ values: [Double], _ whole: (Double) throws -> Int64) rethrows {
    if let first = values.first, values.allSatisfy({ $0 == first }) {
      self = .same(try whole(first), count: values.count)
    } else {
      self = .each(try values.map(whole))
    }
  }

  var startIndex: Int { 0 }

  var endIndex: Int {
    switch self {
    case .same(_, let count): count
    case .each(let values): values.count
    }
  }

  subscript(index: Int) -> Int64 {
    switch self {
    case .same(let value, _): value
    case .each(let values): values[index]
    }
  }
}
