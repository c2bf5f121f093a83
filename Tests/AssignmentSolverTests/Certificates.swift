import Foundation
import IntegerProgram
import Testing

/// Derivations in memory.
final class Derivations: DerivationStore {
  private var text: [UInt8] = []

  func append(_ bytes: [UInt8]) { text += bytes }
  func removeAll() { text = [] }
  func read(to write: ([UInt8]) throws -> Void) rethrows { try write(text) }
}

/// `viprchk`, where PLACEMENT_TEST_VIPRCHK says where it is, accepts the certificate.
func expectAcceptedByOthers(_ certificate: Data, _ name: Comment) throws {
  guard let checker = ProcessInfo.processInfo.environment["PLACEMENT_TEST_VIPRCHK"] else { return }
  let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).vipr")
  defer { try? FileManager.default.removeItem(at: file) }
  try certificate.write(to: file)
  let (process, output) = (Process(), Pipe())
  process.executableURL = URL(fileURLWithPath: checker)
  process.arguments = [file.path]
  process.standardOutput = output
  process.standardError = output
  try process.run()
  let said = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
  process.waitUntilExit()
  #expect(said.contains("Successfully verified") && !said.contains("failed"), name)
}
