/// The page's looks: dark on white, shapes and words before colour, ready for A4.
enum ReportStyle {
  static let css = """
    *{box-sizing:border-box}
    body{margin:0;background:#f4f5f7;color:#1b2430;font:15px/1.55 "Noto Sans CJK SC","Source Han Sans SC",\
    "PingFang SC","Microsoft YaHei",system-ui,sans-serif}
    main{max-width:1040px;margin:0 auto;padding:28px 24px;background:#fff}
    h1{font-size:26px;margin:0 0 18px;border-bottom:3px solid #1f4e79;padding-bottom:10px}
    h1 small{display:block;font-size:15px;font-weight:400;color:#55606e}
    h2{font-size:18px;margin:0 0 10px;color:#1f4e79}
    h3{font-size:15px;margin:16px 0 6px}
    section{margin:28px 0;break-inside:avoid}
    .cards{display:flex;flex-wrap:wrap;gap:12px}
    .card{flex:1 1 130px;border:1px solid #c9d2dc;border-radius:6px;padding:12px 14px}
    .card b{display:block;font-size:28px;line-height:1.2;font-variant-numeric:tabular-nums}
    .card span{display:block}
    .card small,.note,footer{color:#55606e;font-size:13px}
    .scroll{overflow-x:auto}
    .map{scrollbar-width:thin;scrollbar-color:#1f4e79 #dde3ea}
    .swipe{display:none;margin:0 0 4px}
    table{border-collapse:collapse;width:100%}
    th,td{text-align:left;padding:5px 8px;border-bottom:1px solid #dde3ea;vertical-align:middle}
    th{background:#eef2f6;font-weight:600;word-break:keep-all}
    td:first-child{white-space:nowrap}
    td.wrap{white-space:normal;min-width:130px}
    td small{color:#55606e;font-size:12px}
    td.n,td.tight{white-space:nowrap}
    td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
    .bars{width:36%;min-width:110px}
    .bar{display:block;height:10px;background:#1f4e79;margin:2px 0;min-width:1px;\
    -webkit-print-color-adjust:exact;print-color-adjust:exact}
    .few{background:repeating-linear-gradient(135deg,#1f4e79 0 2px,#fff 2px 6px);border:1px solid #1f4e79}
    .hollow{background:#fff;border:1.5px solid #1f4e79}
    .row{display:flex;align-items:center;gap:10px;margin:3px 0}
    .label{flex:0 0 150px;text-align:right}
    .track{flex:1}
    .track .bar{height:16px;margin:0}
    .value{flex:0 0 62px;font-variant-numeric:tabular-nums}
    svg{width:100%;height:auto;border:1px solid #dde3ea}
    .scroll svg{min-width:620px;display:block}
    footer{border-top:1px solid #dde3ea;padding-top:12px}
    @media screen and (max-width:660px){.swipe{display:block}}
    @media(max-width:600px){main{padding:16px 12px}h1{font-size:21px}.label{flex-basis:104px;font-size:13px}\
    .value{flex-basis:48px}.card{flex-basis:100px}th,td{padding:4px 5px;font-size:13px}.bars{min-width:64px}}
    @page{size:A4;margin:14mm 14mm 16mm;@bottom-right{content:counter(page) " / " counter(pages);\
    font-size:10px;color:#55606e}}
    @media print{.scroll{overflow:visible}.scroll svg{min-width:0}body{background:#fff;font-size:12px}\
    main{padding:0;max-width:none}section{margin:20px 0}h2{break-after:avoid}tr,.row,.card{break-inside:avoid}\
    th,td{padding:3px 8px}.card{flex-basis:100px}.label{flex-basis:120px}}
    """
}
