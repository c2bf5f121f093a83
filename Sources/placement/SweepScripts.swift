import ArgumentParser
import Foundation
import Placement

/// A sweep as an array job: files that a batch system takes as they are.
struct SweepScripts {
  /// The words of the command that every task runs, paths in full.
  let command: [String]
  let tasks: Int
  let threads: Int
  /// The folder made, in full.
  let output: String
  /// The folder that holds all that the command reads and writes.
  let root: String

  var slurm: String {
    """
    #!/bin/sh
    #SBATCH --job-name=placement
    #SBATCH --array=0-\(tasks - 1)
    #SBATCH --cpus-per-task=\(threads)
    #SBATCH --output=\(Self.quoted(output + ".%a.log"))
    exec \(command.map(Self.quoted).joined(separator: " "))

    """
  }

  /// An Indexed Job. The image must have `placement` and a shell on its path, and the claim must hold the files.
  ///
  /// A task some of whose scenarios are not proven within their time has done its work: it is not run again.
  var kubernetes: String {
    let shell = ["sh", "-c", "\"$0\" \"$@\" || test $? -eq \(ExitCode.notProven.rawValue)", "placement"]
    let words = (shell + command.dropFirst()).map { "            - \(Self.json($0))" }
    return """
      apiVersion: batch/v1
      kind: Job
      metadata:
        name: placement-sweep
      spec:
        completionMode: Indexed
        completions: \(tasks)
        parallelism: \(min(tasks, 50))
        template:
          spec:
            restartPolicy: OnFailure
            containers:
              - name: placement
                image: placement:\(Version.current)
                command:
      \(words.joined(separator: "\n"))
                resources:
                  requests: {cpu: "\(threads)"}
                volumeMounts:
                  - name: data
                    mountPath: \(Self.json(root))
            volumes:
              - name: data
                persistentVolumeClaim: {claimName: placement}

      """
  }

  /// For a shell; plain words as they are.
  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty && word.utf8.allSatisfy { "/._-=,:%+@".utf8.contains($0) || isAlphanumeric($0) }
    return isPlain ? word : "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte.isDigit || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  /// JSON strings are YAML's too.
  private static func json(_ word: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return (try? encoder.encode(word)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }

  /// The deepest folder that holds all of these.
  static func commonFolder(_ paths: [String]) -> String {
    let folders = paths.map { ($0 as NSString).deletingLastPathComponent.split(separator: "/") }
    let first = folders.first ?? []
    let depth = folders.map { other in zip(first, other).prefix { $0 == $1 }.count }.min() ?? 0
    return "/" + first.prefix(depth).joined(separator: "/")
  }
}
