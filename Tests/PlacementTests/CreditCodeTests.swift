import Placement
import Testing

@Suite struct CreditCodeTests {
  @Test func theStandardsOwnExampleIsValid() {
    #expect(CreditCode.isValid("91350100M000100Y43"))
    #expect(CreditCode.isValid("91350100m000100y43"))
    #expect(CreditCode.completed("91350100M000100Y4") == "91350100M000100Y43")
  }

  @Test func everySingleMistypedCharacterIsNoticed() {
    let code = Array("91350100M000100Y43")
    for place in code.indices {
      for other in "0123456789ABCDEFGHJKLMNPQRTUWXYIO" where other != code[place] {
        var wrong = code
        wrong[place] = other
        #expect(!CreditCode.isValid(String(wrong)))
      }
    }
    for wrong in ["", "9", "91350100M000100Y4", "91350100M000100Y433"] { #expect(!CreditCode.isValid(wrong)) }
  }
}
