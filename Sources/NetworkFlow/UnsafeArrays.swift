extension UnsafeMutablePointer where Pointee: BitwiseCopyable {
  package static func copy(_ elements: [Pointee]) -> Self {
    let pointer = allocate(capacity: Swift.max(1, elements.count))
    elements.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { pointer.initialize(from: base, count: source.count) }
    }
    return pointer
  }

  package static func filled(_ value: Pointee, _ count: Int) -> Self {
    let pointer = allocate(capacity: Swift.max(1, count))
    pointer.initialize(repeating: value, count: count)
    return pointer
  }
}
