import Placement

/// What help says of the folders that both programs take.
public enum FolderWords {
  public static let caseFolder = Text(zh: "案例文件夹。", en: "The case folder.")
  public static let planFolder = Text(zh: "方案文件夹。", en: "The plan folder.")
}
