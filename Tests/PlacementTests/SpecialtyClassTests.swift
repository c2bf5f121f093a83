import Placement
import Testing

@Suite struct SpecialtyClassTests {
  /// The catalogue of 2021 has 97 classes in 19 categories, each class once.
  @Test func theWholeCatalogueHasNames() {
    let names = SpecialtyClass.names
    #expect(names.count == 97 && Set(names.keys.map { $0.prefix(2) }).count == 19)
    #expect(Set(names.values.map(\.zh)).count == 97 && Set(names.values.map(\.en)).count == 97)
    for (code, name) in names {
      #expect(code.count == 4 && Int(code) != nil && name.zh.hasSuffix("类"), "\(code)")
    }
  }
}
