import Foundation

/// Why the system refused a call, in words and with what would mend it: what `strerror` says, it says in English
/// alone, and to whoever knows the system.
public enum SystemFailure {
  /// - Parameter code: `errno`
  public static func text(_ code: Int32) -> Text {
    if let known = known[code] { return known }
    return Text(zh: "系统错误 \(code)", en: "system error \(code): \(String(cString: strerror(code)))")
  }

  private static let notAllowed = Text(
    zh: "没有权限，请其所有者开放权限，或换用有权限的账号",
    en: "this account has no right to; ask the owner for it, or use an account that has it")

  private static let known: [Int32: Text] = [
    ENOSPC: Text(zh: "磁盘已满，请清理磁盘", en: "the disk is full; make room on it"),
    EDQUOT: Text(zh: "超出了本账号的磁盘配额，请清理文件", en: "the account's disk quota is used up; remove files"),
    EACCES: notAllowed,
    EPERM: notAllowed,
    EROFS: Text(
      zh: "所在磁盘是只读的，请换一个位置，或改为可写", en: "the disk is read-only; take another place, or make it writable"),
    ENOENT: Text(
      zh: "没有这个文件或文件夹，请检查路径", en: "there is no such file or folder; check the path"),
    ENOTDIR: Text(
      zh: "路径中有一段是文件而不是文件夹，请检查路径", en: "a part of the path is a file, not a folder; check the path"),
    EISDIR: Text(zh: "这是文件夹，不是文件，请检查路径", en: "this is a folder, not a file; check the path"),
    EEXIST: Text(zh: "同名的文件或文件夹已经存在", en: "something of that name is there already"),
    EINVAL: Text(zh: "这不是普通文件", en: "this is no ordinary file"),
    ENAMETOOLONG: Text(zh: "路径太长，请换一个短些的", en: "the path is too long; take a shorter one"),
    ELOOP: Text(zh: "链接绕成了圈，请检查链接", en: "the links lead in a circle; check them"),
    EMFILE: Text(zh: "打开的文件太多", en: "too many files are open"),
    ENFILE: Text(zh: "系统打开的文件太多", en: "the system has too many files open"),
    ENOMEM: Text(zh: "内存不足", en: "there is not enough memory"),
    EAGAIN: Text(zh: "系统资源暂时不足，请稍后再试", en: "the system is short of something; try again later"),
    EINTR: Text(zh: "被信号打断，请再运行一次", en: "a signal cut it short; run again"),
    EBUSY: Text(zh: "正被占用，请稍后再试", en: "something else is using it; try again later"),
    ENOLCK: Text(
      zh: "网络磁盘不提供文件锁，请启用其锁服务，或换到本机磁盘",
      en: "the network disk grants no locks; start its lock service, or take a disk of this machine"),
    ECHILD: Text(zh: "无法得知子进程的结果", en: "nobody can tell how the child ended"),
    EXDEV: Text(
      zh: "要移动的两处不在同一个磁盘上，请把整个文件夹放在一个磁盘上",
      en: "it would have to move to another disk; keep the whole folder on one disk"),
    ENOTEMPTY: Text(
      zh: "文件夹里出现了别的文件，请先移走", en: "something else has come into the folder; move that away first"),
    ENODEV: Text(zh: "设备已断开，请重新连接", en: "the device has gone; connect it again"),
    ENXIO: Text(zh: "设备已断开，请重新连接", en: "the device has gone; connect it again"),
    ETIMEDOUT: Text(zh: "网络磁盘没有应答，请检查网络", en: "the network disk does not answer; check the network"),
    EHOSTDOWN: Text(zh: "网络磁盘没有应答，请检查网络", en: "the network disk does not answer; check the network"),
    ENOTCONN: Text(zh: "网络磁盘已断开，请重新连接", en: "the network disk has gone; connect it again"),
    EIO: Text(zh: "读写出错，请检查磁盘", en: "reading or writing failed; check the disk"),
    EFBIG: Text(zh: "文件超过了允许的大小", en: "the file is larger than is allowed"),
    ESTALE: Text(zh: "网络磁盘已断开，请重新连接", en: "the network disk has gone; connect it again"),
  ]
}
