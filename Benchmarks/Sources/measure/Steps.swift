import Foundation

/// Seconds of every step, in the order in which they were taken.
struct Steps {
  private var last = DispatchTime.now().uptimeNanoseconds
  private(set) var seconds: [(step: String, seconds: Double)] = []

  mutating func finish(_ step: String) {
    let now = DispatchTime.now().uptimeNanoseconds
    record(step, Double(now - last) / 1e9)
    last = now
  }

  /// A step that was timed elsewhere; the next `finish` counts from here.
  mutating func record(_ step: String, _ time: Double) {
    seconds.append((step, time))
    last = DispatchTime.now().uptimeNanoseconds
  }
}

/// When each stage of the objectives first reported, in seconds since the solve began.
final class StageClock {
  private var starts: [Int: Double] = [:]

  func note(stage: Int, seconds: Double) {
    if starts[stage] == nil { starts[stage] = seconds }
  }

  /// What the solve of `total` seconds was spent on: all stages together first, then each that needed more.
  func split(_ total: Double) -> [(step: String, seconds: Double)] {
    let ordered = starts.sorted { $0.key < $1.key }
    var result = [("solve, all stages at once", ordered.first?.value ?? total)]
    for (index, entry) in ordered.enumerated() {
      let end = index + 1 < ordered.count ? ordered[index + 1].value : total
      result.append(("solve, stage \(entry.key)", max(0, end - entry.value)))
    }
    return result
  }
}

/// Largest resident memory of this process, MiB.
func peakMemory() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss / 1024
}

/// Seconds of processor time that this process has used, all its threads together.
func processorSeconds() -> Double {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
  return seconds(usage.ru_utime) + seconds(usage.ru_stime)
}
