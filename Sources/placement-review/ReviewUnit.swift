import Foundation
import Review

/// A hardened service for the page: it may write its own folder and the case's, nothing else.
struct ReviewUnit {
  let text: String

  init(_ options: SiteOptions, port: Int, publicName: String?) throws {
    let configuration = try options.site().configuration
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    let about =
      options.config.map { [URL(fileURLWithPath: $0).standardizedFileURL.path] }
      ?? ["--case", configuration.caseFolder.path, "--plan", configuration.plan.path]
    let name = publicName.map { ["--public-name", $0] } ?? []
    let words =
      [program, "serve"] + about + ["--data", configuration.folder.path, "--port", String(port)] + name
    text = """
      # placement-review.service
      [Unit]
      Description=Review page of placement
      After=network.target

      [Service]
      # A user of its own, who may write the case folder and the page's own; never root.
      User=placement
      ExecStart=\(words.map(Self.quoted).joined(separator: " "))
      Restart=on-failure
      UMask=0077
      LimitCORE=0
      MemoryHigh=2G
      NoNewPrivileges=yes
      ProtectSystem=strict
      ProtectHome=read-only
      ReadWritePaths=\(Self.quoted(configuration.caseFolder.path)) \(Self.quoted(configuration.folder.path))
      PrivateTmp=yes
      PrivateDevices=yes
      ProtectKernelTunables=yes
      ProtectKernelModules=yes
      ProtectKernelLogs=yes
      ProtectControlGroups=yes
      ProtectClock=yes
      ProtectHostname=yes
      RestrictSUIDSGID=yes
      RestrictRealtime=yes
      RestrictNamespaces=yes
      RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
      IPAddressDeny=any
      IPAddressAllow=localhost
      LockPersonality=yes
      SystemCallArchitectures=native
      SystemCallFilter=@system-service
      CapabilityBoundingSet=

      [Install]
      WantedBy=multi-user.target

      """
  }

  /// systemd's own quoting; a per cent sign would be one of its specifiers.
  private static func quoted(_ word: String) -> String {
    if word.allSatisfy({ $0.isLetter || $0.isNumber || "/._-".contains($0) }) { return word }
    let escaped = word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("%", with: "%%")
      .replacing("$", with: "$$")
    return "\"\(escaped)\""
  }
}
