import Placement

/// What all printed units share: how a word is quoted, which paths none can hold, and what a service may not do.
public enum SystemdUnit {
  /// Why no unit can name some paths; nil where it can.
  public static func fault(in paths: [String]) -> Text? {
    guard paths.contains(where: { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } })
    else { return nil }
    return Text(
      zh: "路径中有换行等控制字符，无法写入 systemd 单元；请改名",
      en: "a path holds a line break or another control character, "
        + "which no systemd unit can hold: rename it")
  }

  /// systemd's own quoting; a per cent sign would be one of its specifiers.
  public static func quoted(_ word: String) -> String {
    let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "/._-".contains($0) }
    if isPlain, !word.isEmpty { return word }
    let escaped = word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("%", with: "%%")
      .replacing("$", with: "$$")
    return "\"\(escaped)\""
  }

  /// The limits of a service that writes some folders and nothing else. A folder that is not there keeps no service from
  /// starting, which says itself what is missing.
  public static func limits(writing paths: [String]) -> String {
    """
    UMask=0077
    LimitCORE=0
    NoNewPrivileges=yes
    ProtectSystem=strict
    ReadWritePaths=\(paths.map { quoted("-" + $0) }.joined(separator: " "))
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
}
