import Placement

/// A district of Hangzhou: its centre and its population in ten thousands (census of 2020, rounded).
struct District {
  let name: Text
  /// GB/T 2260.
  let areaCode: String
  let centre: Coordinates
  let population: Double
  /// Hosts for each inhabitant, against the city's average: industry sits in the new districts.
  let industry: Double
  /// Far from the city: people there board rather than commute.
  let remote: Bool

  init(
    _ zh: String, _ areaCode: String, _ en: String, _ at: (Double, Double), _ population: Double,
    _ industry: Double = 1
  ) {
    name = Text(zh: zh, en: en)
    self.areaCode = areaCode
    centre = Coordinates(latitude: at.0, longitude: at.1)
    self.population = population
    self.industry = industry
    remote = at.0 < 29.9 || at.1 < 119.8
  }

  static let all = [
    District("上城区", "330102", "Shangcheng", (30.243, 120.169), 132),
    District("拱墅区", "330105", "Gongshu", (30.319, 120.142), 112),
    District("西湖区", "330106", "Xihu", (30.259, 120.130), 111),
    District("滨江区", "330108", "Binjiang", (30.208, 120.212), 50, 1.5),
    District("萧山区", "330109", "Xiaoshan", (30.184, 120.264), 202, 1.1),
    District("余杭区", "330110", "Yuhang", (30.273, 119.979), 123, 1.2),
    District("临平区", "330113", "Linping", (30.421, 120.299), 118),
    District("钱塘区", "330114", "Qiantang", (30.322, 120.493), 77, 1.3),
    District("富阳区", "330111", "Fuyang", (30.048, 119.960), 83, 0.9),
    District("临安区", "330112", "Lin'an", (30.233, 119.724), 63, 0.9),
    District("桐庐县", "330122", "Tonglu", (29.793, 119.691), 45, 0.8),
    District("淳安县", "330127", "Chun'an", (29.609, 119.042), 33, 0.7),
    District("建德市", "330182", "Jiande", (29.474, 119.281), 44, 0.8),
  ]
}

/// A class of the catalogue of vocational specialties: four digits, and its four commonest specialties.
struct SpecialtyFamily {
  /// Four digits.
  let code: Int
  let name: Text
  /// Share of the students.
  let weight: Double
  /// What a post in it is called.
  let titles: [Text]

  init(_ code: Int, _ weight: Double, _ titles: [(String, String)]) {
    self.code = code
    name = SpecialtyClass.names["\(code)"] ?? Text(verbatim: "\(code)")
    self.weight = weight
    self.titles = titles.map { Text(zh: $0.0, en: $0.1) }
  }

  /// Six digits.
  func specialty(_ number: Int) -> SpecialtyCode { SpecialtyCode(String(code * 100 + number))! }

  static let all = [
    SpecialtyFamily(
      7102, 14,
      [("软件测试实习", "Software testing"), ("网络运维实习", "Network support"), ("数据标注实习", "Data labelling")]),
    SpecialtyFamily(
      7307, 12,
      [("网店运营实习", "Online shop"), ("客户服务实习", "Customer service"), ("直播助理实习", "Live sales assistant")]),
    SpecialtyFamily(
      6603, 10,
      [("机电装调实习", "Assembly and setting"), ("电气维护实习", "Electrical upkeep")]),
    SpecialtyFamily(
      7002, 10,
      [("汽车维修实习", "Car repair"), ("汽车售后实习", "After-sales service")]),
    SpecialtyFamily(
      6601, 9,
      [("数控操作实习", "CNC operation"), ("质量检验实习", "Quality inspection")]),
    SpecialtyFamily(
      7401, 9,
      [("酒店前厅实习", "Hotel reception"), ("导览服务实习", "Visitor guide"), ("客房服务实习", "Housekeeping")]),
    SpecialtyFamily(
      7402, 8, [("中餐厨房实习", "Kitchen"), ("面点制作实习", "Pastry")]),
    SpecialtyFamily(
      7101, 7,
      [("电子装配实习", "Electronics assembly"), ("物联网安装实习", "IoT installation")]),
    SpecialtyFamily(
      7308, 7, [("仓储作业实习", "Warehouse"), ("配送调度实习", "Delivery planning")]),
    SpecialtyFamily(
      7501, 6, [("平面设计实习", "Graphic design"), ("展陈制作实习", "Display making")]),
    SpecialtyFamily(
      7303, 5, [("会计助理实习", "Bookkeeping"), ("收银核算实习", "Cash desk")]),
    SpecialtyFamily(
      6403, 3, [("施工资料实习", "Site records"), ("测量放线实习", "Surveying")]),
  ]
}

extension Coordinates {
  /// A point about this one, on a normal distribution; rounded to a hundred-thousandth of a degree (a metre).
  func scattered(kilometres: Double, _ random: inout SplitMix64) -> Coordinates {
    let north = random.normal() * kilometres / 111.2
    let east = random.normal() * kilometres / 96.2  // a degree of longitude at 30° N
    return Coordinates(
      latitude: ((latitude + north) * 100_000).rounded() / 100_000,
      longitude: ((longitude + east) * 100_000).rounded() / 100_000)
  }
}

/// Running sums of weights.
func cumulative(_ weights: [Double]) -> [Double] {
  var sum = 0.0
  return weights.map {
    sum += $0
    return sum
  }
}
