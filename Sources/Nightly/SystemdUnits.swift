import Foundation
import Placement

/// A hardened service and its timer, to be split at the comment lines that name the files.
public struct SystemdUnits: Sendable {
  let configuration: NightConfiguration
  let file: URL
  let program: String

  public init(_ configuration: NightConfiguration, file: URL, program: String) {
    self.configuration = configuration
    self.file = file.standardizedFileURL
    self.program = program
  }

  /// Why no units can be printed; nil where they can.
  public var fault: Text? {
    let paths = [program, file.path, configuration.plans.path, configuration.history.path]
    guard paths.contains(where: { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } })
    else { return nil }
    return Text(
      zh: "路径中有换行等控制字符，无法写入 systemd 单元；请改名",
      en: "a path holds a line break or another control character, "
        + "which no systemd unit can hold: rename it")
  }

  public var text: String {
    """
    # placement-nightly.service
    \(service)
    # placement-nightly.timer
    \(timer)
    """
  }

  public var service: String {
    let writable = [configuration.plans.path, configuration.history.deletingLastPathComponent().path]
    let paths = writable.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return """
      [Unit]
      Description=Nightly placement of students
      After=local-fs.target network-online.target
      Wants=network-online.target

      [Service]
      Type=oneshot
      # Without this line it runs as root. Better a user of its own, who owns the plans and may read the case.
      # User=placement
      ExecStart=\(quoted(program)) nightly \(quoted(file.path))
      # on_success and on_failure run under the limits below: the network is open to them, files can be written
      # in ReadWritePaths alone. mail and sendmail do not work: they need a setgid program and /var/spool. curl does,
      # to a webhook or to a mail server (smtps://). Or let systemd's own OnFailure= start a unit without limits.
      # 3: a plan without proof, or one held for review (the configuration's on_failure tells of it).
      SuccessExitStatus=3
      TimeoutStartSec=\(Int(configuration.deadline.rounded(.up)) + 60)
      TimeoutStopSec=10
      KillMode=mixed
      UMask=0077
      Nice=10
      IOSchedulingClass=idle
      LimitCORE=0
      NoNewPrivileges=yes
      ProtectSystem=strict
      ReadWritePaths=\(paths.map(quoted).joined(separator: " "))
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
      RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
      LockPersonality=yes
      SystemCallArchitectures=native
      SystemCallFilter=@system-service
      CapabilityBoundingSet=

      """
  }

  public var timer: String {
    """
    [Unit]
    Description=Nightly placement of students

    [Timer]
    # UTC: no hour comes twice, none is left out.
    OnCalendar=*-*-* 18:00:00 UTC
    Persistent=true
    RandomizedDelaySec=5min

    [Install]
    WantedBy=timers.target

    """
  }

  /// systemd's own quoting; a per cent sign would be one of its specifiers.
  private func quoted(_ path: String) -> String {
    let plain = path.allSatisfy { $0.isLetter || $0.isNumber || "/._-".contains($0) }
    if plain { return path }
    let escaped = path.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(
      of: "\"", with: "\\\""
    )
    .replacingOccurrences(of: "%", with: "%%").replacingOccurrences(of: "$", with: "$$")
    return "\"\(escaped)\""
  }
}
