import ArgumentParser
import Foundation
import Placement
import Review

struct UserCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: Text(zh: "账户。", en: "Accounts.").spoken,
    subcommands: [Add.self, List.self, Lock.self, Unlock.self, Reset.self])

  /// Whoever may run the program on the machine.
  static var actor: Actor { Actor(name: NSUserName(), address: "") }

  struct Add: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add",
      abstract: Text(zh: "新建账户，显示初始密码。", en: "Makes an account and prints its first password.").spoken,
      discussion: Text(
        zh: """
          示例：
            placement-review user add nightly.yaml --name zhang \\
              --role coordinator --school X01
            placement-review user add --case city --plan plan --name li --role planner
          """,
        en: """
          Examples:
            placement-review user add nightly.yaml --name zhang \\
              --role coordinator --school X01
            placement-review user add --case city --plan plan --name li --role planner
          """
      ).spokenParagraphs)

    @OptionGroup var site: SiteOptions
    @Option(help: .text(zh: "账户名。", en: "Its name.")) var name: String
    @Option(
      help: .text(
        zh: "coordinator（学校）、planner（统筹）、viewer（查看）、administrator（管理员）。",
        en: "coordinator, planner, viewer or administrator.")) var role: Role
    @Option(help: .text(zh: "学校编号，可多次给出。", en: "A school's id; may be given several times.")) var school:
      [String] = []

    func run() throws {
      let site = try site.site()
      try site.checkSchools(school)
      let password = try site.database.addAccount(name, role, schools: school, by: UserCommand.actor)
      Program.say(Text(zh: "\(name) 的初始密码：\(password)", en: "first password of \(name): \(password)"))
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: Text(zh: "列出账户。", en: "Lists accounts.").spoken)

    @OptionGroup var site: SiteOptions

    func run() throws {
      for account in try site.site().database.accounts() {
        let locked = account.isLocked ? Text(zh: "已停用", en: "locked") : Text(verbatim: "")
        let cells = [
          account.name, account.role.text.spoken, account.schools.joined(separator: ";"), locked.spoken,
        ]
        print(cells.joined(separator: "\t"))
      }
    }
  }

  struct Lock: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lock",
      abstract: Text(zh: "停用账户，结束其登录。", en: "Locks an account and ends its sessions.").spoken)

    @OptionGroup var site: SiteOptions
    @Option(help: .text(zh: "账户名。", en: "Its name.")) var name: String

    func run() throws { try site.site().database.setLocked(name, true, by: UserCommand.actor) }
  }

  struct Unlock: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "unlock", abstract: Text(zh: "启用账户。", en: "Unlocks an account.").spoken)

    @OptionGroup var site: SiteOptions
    @Option(help: .text(zh: "账户名。", en: "Its name.")) var name: String

    func run() throws { try site.site().database.setLocked(name, false, by: UserCommand.actor) }
  }

  struct Reset: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reset",
      abstract: Text(zh: "重置密码，显示新的初始密码。", en: "Gives an account a new first password.").spoken)

    @OptionGroup var site: SiteOptions
    @Option(help: .text(zh: "账户名。", en: "Its name.")) var name: String

    func run() throws {
      let password = try site.site().database.resetPassword(name, by: UserCommand.actor)
      Program.say(Text(zh: "\(name) 的初始密码：\(password)", en: "first password of \(name): \(password)"))
    }
  }
}

extension Role: ExpressibleByArgument {}
