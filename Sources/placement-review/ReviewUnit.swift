import Foundation
import Nightly
import Review

/// A hardened service for the page: it may write its own folder and the case's, nothing else.
struct ReviewUnit {
  let text: String

  /// - Throws: ``CommandFault`` where a path cannot stand in a unit.
  init(_ configuration: SiteConfiguration, config: String?, port: Int, publicName: String?) throws {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    let about =
      config.map { [URL(fileURLWithPath: $0).standardizedFileURL.path] }
      ?? ["--case", configuration.caseFolder.path, "--plan", configuration.plan.path]
    let name = publicName.map { ["--public-name", $0] } ?? []
    let words =
      [program, "serve"] + about + ["--data", configuration.folder.path, "--port", String(port)] + name
    let folders = [configuration.caseFolder.path, configuration.folder.path]
    if let fault = SystemdUnit.fault(in: words + folders) { throw CommandFault(code: 78, text: fault) }
    text = """
      # placement-review.service
      [Unit]
      Description=Review page of placement
      After=network.target

      [Service]
      # A user of its own, who may write the case folder and the page's own; never root.
      User=placement
      ExecStart=\(words.map(SystemdUnit.quoted).joined(separator: " "))
      Restart=on-failure
      MemoryHigh=2G
      ProtectHome=read-only
      IPAddressDeny=any
      IPAddressAllow=localhost
      \(SystemdUnit.limits(writing: folders))

      [Install]
      WantedBy=multi-user.target

      """
  }
}
