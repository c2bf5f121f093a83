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

  static var caseFolder: ArgumentHelp { ArgumentHelp(FolderWords.caseFolder.spoken) }
  static var planFolder: ArgumentHelp { ArgumentHelp(FolderWords.planFolder.spoken) }
}

extension ValidationError {
  init(_ text: Text) { self.init(text.spoken) }
}
