import Placement

// certificates.csv

extension CaseReader {
  /// In order of name.
  func readCertificates() -> [Certificate] {
    guard let table = table(CaseSchema.certificates.table) else { return [] }
    hasCertificates = true
    let name = table.column("certificate")
    let fields = RowReader(table, CaseSchema.certificates)
    var firstRows: [String: Int] = [:]
    var found: [Certificate] = []
    for record in 0..<table.rowCount {
      var certificate = CaseSchema.certificates.fresh
      fields.read(record, into: &certificate)
      guard !certificate.name.isEmpty else { continue }
      let row = table.rowNumber(record)
      if let first = firstRows[certificate.name] {
        table.fault(
          name, record, Text(zh: "这项证书已有一行", en: "the certificate stands in the file more than once"),
          rows: [first, row].map { Diagnostic.Place(file: table.file, row: $0) },
          mend: Text(zh: "一项证书只写一行；不同等级用不同的名称", en: "one row a certificate; give levels names of their own"))
        continue
      }
      firstRows[certificate.name] = row
      found.append(certificate)
    }
    if table.isComplete, !name.isMissing { names.warnOfUnlisted(Set(firstRows.keys), in: table.file, log) }
    return found.sorted { String.utf8Precedes($0.name, $1.name) }
  }
}

extension NamesInLists {
  /// A certificate that some student holds and certificates.csv does not list, once a name, where it stands first.
  func warnOfUnlisted(_ listed: Set<String>, in file: String, _ log: DiagnosticLog) {
    for place in firstHolders(notIn: listed) {
      log.add(
        Diagnostic(
          .warning, file: place.file, row: place.row, column: place.column,
          Text(
            zh: "本行有一项证书在 \(file) 中没有列出（同一证书只提醒第一处）",
            en: "\(file) does not list a certificate of this row (each is told of where it stands first)"),
          mend: Text(zh: "补上它的类别和等级，或改正名称", en: "add its kind and level, or correct the name")))
    }
  }
}
