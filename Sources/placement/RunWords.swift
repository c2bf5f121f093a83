import ArgumentParser
import CommandWords
import Placement

extension Language: ExpressibleByArgument {}

extension Text {
  /// In the language of the run.
  var spoken: String { self(RunLanguage.current) }
  /// The same in paragraphs that a terminal of 80 columns need not break.
  var spokenParagraphs: String { TextFlow.paragraphs(spoken, width: 79) }
}

extension ArgumentHelp {
  /// In the language of the run.
  static func text(zh: String, en: String, valueName: String? = nil) -> ArgumentHelp {
    ArgumentHelp(Text(zh: zh, en: en).spoken, valueName: valueName)
  }

  static var caseFolder: ArgumentHelp { .text(zh: "案例文件夹。", en: "The case folder.") }
  static var planFolder: ArgumentHelp { .text(zh: "方案文件夹。", en: "The plan folder.") }
}

extension ValidationError {
  init(_ text: Text) { self.init(text.spoken) }
}
