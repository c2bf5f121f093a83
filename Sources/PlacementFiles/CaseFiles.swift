import Foundation
import Placement

/// The files of a case folder, by what the contract calls them.
final class CaseFiles {
  /// A file larger than this is none that anybody typed: it is refused before it is read.
  static let largest = 1_000_000_000

  private let folder: URL
  private let log: DiagnosticLog
  /// Files that are not read from the folder: what they would be, by English name.
  private let replacements: [String: [UInt8]]
  /// Every name under which a file was looked for.
  private var asked: Set<String> = [CaseFileName.wholeCase]
  /// Where tables lie, by their English names, where anything there is called otherwise.
  var places: [String: TablePlace] = [:]
  private lazy var wholeCase = CaseWorkbook(folder: folder, log: log)

  init(folder: URL, replacements: [String: [UInt8]], log: DiagnosticLog) {
    self.folder = folder
    self.replacements = replacements
    self.log = log
  }

  /// What messages call a file: by the Chinese name where it has that one, with the sheet where it is one.
  func name(of file: String) -> String { places[file]?.file ?? file }

  /// The file in the folder that a table is written to; nil where it is a sheet of the whole case's workbook, which is
  /// written over by nobody.
  func location(of schema: TableSchema) -> String? {
    let location = String(name(of: schema.file).prefix { $0 != "!" })
    guard location == CaseFileName.wholeCase else { return location }
    return wholeCase.sheets(of: schema, besideFile: true).isEmpty ? schema.file : nil
  }

  /// Where a table is read from: a CSV file, a workbook of its own, or a sheet of ``CaseFileName/wholeCase``; nil where
  /// it is not there or cannot be read.
  func source(of schema: TableSchema) -> TableSource? {
    let file = schema.file
    let books = CaseFileName.workbooks(of: file)
    asked.formUnion(books + CaseFileName.all(of: file))
    let book = books.filter { FileBytes.stands(at: path($0)) }
    let all = CaseFileName.all(of: file).filter { FileBytes.stands(at: path($0)) } + book
    let isFile = !all.isEmpty || replacements[file] != nil
    let sheets = wholeCase.sheets(of: schema, besideFile: isFile)
    if let second = all.dropFirst().first ?? (all.isEmpty ? nil : sheets.first.map(CaseWorkbook.place)) {
      refuse(second, as: all[0])
      return nil
    }
    if let sheet = sheets.first {
      places[file] = TablePlace(file: CaseWorkbook.place(sheet))
      if sheets.count > 1 {
        refuse(CaseWorkbook.place(sheets[1]), as: CaseWorkbook.place(sheet))
        return nil
      }
      return wholeCase.source(sheet)
    }
    if let name = book.first {
      places[file] = TablePlace(file: name)
      return (replacements[file] ?? read(name)).map { .file($0, name) }
    }
    // A workbook that cannot be read may hold it.
    return bytes(of: file, isNeeded: schema.isNeeded && !wholeCase.isBroken).map { .file($0, name(of: file)) }
  }

  /// Whether a table is there, readable or not. A workbook that cannot be read may hold it.
  func holds(_ schema: TableSchema) -> Bool {
    let names = CaseFileName.all(of: schema.file) + CaseFileName.workbooks(of: schema.file)
    return wholeCase.isBroken || replacements[schema.file] != nil
      || names.contains { FileBytes.stands(at: path($0)) }
      || !wholeCase.sheets(of: schema, besideFile: false).isEmpty
  }

  private func refuse(_ second: String, as first: String) {
    log.add(FormatMessages.sameTable(second, as: first))
  }

  /// The bytes of a file; nil where it is not there or cannot be read. A needed one that is not there is
  /// said to be missing; one that is there and cannot be read, always.
  func bytes(of file: String, isNeeded: Bool) -> [UInt8]? {
    let names = CaseFileName.all(of: file)
    asked.formUnion(names)
    let there = names.filter { FileBytes.stands(at: path($0)) }
    if there.count > 1 {
      refuse(there[1], as: there[0])
      return nil
    }
    if let name = there.first, name != file { places[file] = TablePlace(file: name) }
    if let replacement = replacements[file] { return replacement }
    guard let name = there.first else {
      if isNeeded {
        log.add(
          Diagnostic(
            .missing, file: file, Text(zh: "缺少必需的文件", en: "a needed file is not there"),
            mend: Text(
              zh: "请把它放进案例文件夹，文件名可以是 \((names + CaseFileName.workbooks(of: file)).joined(separator: "、"))",
              en: "put it into the case folder")))
      }
      return nil
    }
    return read(name)
  }

  private func read(_ name: String) -> [UInt8]? {
    do throws(FileBytes.Refusal) {
      return try FileBytes.read(path(name), atMost: CaseFiles.largest)
    } catch {
      log.add(Diagnostic(error.kind, file: name, error.message, mend: error.mend))
      return nil
    }
  }

  private func path(_ name: String) -> String { folder.path + "/" + name }

  /// Names what lies in the folder and was meant for the case, but is read by nobody.
  func warnOfUnreadFiles() {
    if isPlan {
      log.add(
        Diagnostic(
          .warning, file: folder.lastPathComponent,
          Text(zh: "这是方案文件夹，不是案例文件夹", en: "this is the folder of a plan and not of a case"),
          mend: Text(
            zh: "命令中先写案例文件夹，后写方案文件夹", en: "name the case's folder first, then the plan's")))
      return
    }
    wholeCase.warnOfUnreadSheets()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names.sorted(by: String.utf8Precedes)
    where !asked.contains(name) && CaseFileName.mayBelong(name) && FileBytes.isFile(path(name)) {
      log.add(
        Diagnostic(
          .warning, file: name, Text(zh: "不认识这个文件，未予读取", en: "this file is not known and was not read"),
          mend: mend(ofUnread: name)))
    }
  }

  /// Whether it holds a plan, and nothing that every case has.
  private var isPlan: Bool {
    [PlanSchema.assignments.file, "summary.json"].allSatisfy { FileBytes.stands(at: path($0)) }
      && !CaseFileName.all(of: PolicyReader.file).contains { FileBytes.stands(at: path($0)) }
  }

  /// What would make a table of the file. Another spreadsheet's file is none by its name alone.
  private func mend(ofUnread name: String) -> Text? {
    guard let meant = CaseFileName.meant(by: name) ?? CaseFileName.named(in: name) else { return nil }
    let isTable = meant.hasSuffix(".csv")
    if isTable, CaseFileName.isOfAnotherSpreadsheet(name) {
      let book = meant.dropLast(4) + ".xlsx"
      return Text(
        zh: "如果是要用的表，请用 Excel 或 WPS 打开，另存为 \(book)",
        en: "if it is meant to be read, open it in a spreadsheet and save it as \(book)")
    }
    let right = isTable && WorkbookFile.isNamed(name) ? meant.dropLast(4) + ".xlsx" : meant
    return right == name
      ? nil : Text(zh: "如果是要用的表，请改名为 \(right)", en: "if it is meant to be read, call it \(right)")
  }
}

/// A whole file, and nothing but a file.
enum FileBytes {
  enum Refusal: Error {
    case unreadable(dangling: Bool)
    case absent
    case noFile
    case tooLarge

    var kind: Diagnostic.Kind {
      if case .tooLarge = self { .input } else { .missing }
    }

    var message: Text {
      switch self {
      case .unreadable(dangling: true): Text(zh: "链接指向的文件不存在", en: "the link leads to no file")
      case .unreadable: Text(zh: "文件无法读取", en: "the file cannot be read")
      case .absent: Text(zh: "没有这个文件", en: "there is no such file")
      case .noFile: Text(zh: "这不是普通文件", en: "this is no ordinary file")
      case .tooLarge: Text(zh: "文件超过 1 GB，不予读取", en: "the file is larger than 1 GB and was not read")
      }
    }

    var mend: Text? {
      switch self {
      case .unreadable(dangling: true):
        Text(zh: "连接共享盘，或改正链接", en: "mount what it leads to, or correct the link")
      case .unreadable: Text(zh: "检查文件的权限", en: "check who may read it")
      case .absent: Text(zh: "检查文件名和路径", en: "check its name and where it lies")
      case .noFile: nil
      case .tooLarge: Text(zh: "检查是否放错了文件", en: "check that it is the right file")
      }
    }
  }

  /// Whether anything has this name, a link that leads nowhere too. Where the disk does not tell, it may: reading it will
  /// say what is wrong, and no table is left out unseen.
  static func stands(at path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
  }

  static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  static func read(_ path: String, atMost limit: Int) throws(Refusal) -> [UInt8] {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let leadsNowhere = errno == ENOENT || errno == ELOOP
      throw leadsNowhere && !stands(at: path) ? .absent : .unreadable(dangling: leadsNowhere)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .noFile }
    guard status.st_size <= limit else { throw .tooLarge }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(dangling: false) }
    defer { close(descriptor) }
    let size = Int(status.st_size)
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = Foundation.read(descriptor, buffer.baseAddress! + count, size - count)
        if got < 0, errno == EINTR { continue }
        failed = got < 0
        guard got > 0 else { return }
        count += got
      }
    }
    if failed { throw .unreadable(dangling: false) }
    return bytes
  }
}
