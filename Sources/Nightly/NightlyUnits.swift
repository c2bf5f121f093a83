import Foundation
import Placement

/// A hardened service and its timer, to be split at the comment lines that name the files.
public struct NightlyUnits: Sendable {
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
    return SystemdUnit.fault(in: paths)
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
      # The folders of ReadWritePaths must be there before the first night: install -d -m 700 -o USER FOLDER
      # User=placement
      ExecStart=\(SystemdUnit.quoted(program)) nightly \(SystemdUnit.quoted(file.path))
      # on_success and on_failure run under the limits below: the network is open to them, files can be written
      # in ReadWritePaths alone. mail and sendmail do not work: they need a setgid program and /var/spool. curl does,
      # to a webhook or to a mail server (smtps://). Or let systemd's own OnFailure= start a unit without limits.
      # 3: a plan without proof, or one held for review (the configuration's on_failure tells of it).
      SuccessExitStatus=3
      TimeoutStartSec=\(Int(configuration.deadline.rounded(.up)) + 60)
      TimeoutStopSec=10
      KillMode=mixed
      Nice=10
      IOSchedulingClass=idle
      \(SystemdUnit.limits(writing: paths))

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
}
