import Placement

/// Every certificate that the post requires.
struct CertificatesRule: EligibilityRule {
  let rule = Rule.certificates

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    .texts(context.placementCase.students[student].certificates)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    let held = context.placementCase.students[student].certificates
    return context.placementCase.posts[post].requiredCertificates.allSatisfy(held.contains)
  }
}
