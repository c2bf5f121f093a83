import Foundation
import Placement
import Review

extension PageRoute {
  static let uploads: [PageRoute] = [
    .get("/uploads", Text(zh: "上传填好的名单", en: "Send edited lists"), if: \.mayDecide) { showUploads($0) },
    .upload("/uploads", Text(zh: "试算名单中的决定", en: "See what edited lists would do"), if: \.mayDecide) {
      request in
      do {
        let files = try request.files.map { file -> (name: String, data: Data) in
          guard let name = file.safeName else {
            throw ProposalFault.refused(
              Text(zh: "只接受 .csv 和 .xlsx 文件", en: "files are .csv or .xlsx"))
          }
          return (name, file.data)
        }
        let id = try request.site.propose(files: files, try request.view(), by: request.actor)
        return .see(path("/proposals", id))
      } catch let fault as ProposalFault {
        return showUploads(request, fault: pageFault(fault).text)
      }
    },
  ]

  private static func showUploads(_ request: PageRequest, fault: Text? = nil) -> Answer {
    .page(
      "uploads", title: Text(zh: "上传填好的名单", en: "Edited lists"),
      ["fault": PageValue(fault.map(request.say)), "csv": "/students.csv", "xlsx": "/students.xlsx"],
      status: fault == nil ? .ok : .badRequest)
  }
}
