extension CaseSchema {
  public static let certificates = RowSchema(
    "certificates.csv", "证书", zh: "一行是一项证书：它的类别和等级，决定发放哪些补助。",
    en: "One row is a certificate, with the kind and level that subsidies go by.", fresh: Certificate(),
    columns: [
      .column(
        "certificate", "证书", .label, .text(\.name), needed: true, example: Text(zh: "电工证", en: "electrician"),
        readBy: [.subsidies], zh: "证书名称，与学生表中的写法一致。", en: "The certificate's name, as in students.csv."),
      .column(
        "kind", "类别", .words(CertificateKind.allCases), .word(\.kind), needed: true, readBy: [.subsidies],
        zh: "哪一类证书。", en: "What kind of certificate it is."),
      .column(
        "level", "等级", .whole(1...5), .optionalWhole(\.level), example: both("4"), readBy: [.subsidies],
        zh: "等级，1 最高；留空则没有等级。", en: "Its level, 1 the highest; empty: it has none."),
    ])
}
