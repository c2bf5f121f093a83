extension Templates {
  static let otherPages = [
    "what-if": """
    {{#hasRows}}<section aria-labelledby="kept"><h2 id="kept">[[已保存的推演|Kept scenarios]]</h2>
    <form method="get" action="/what-if/compare"><div class="scroll" tabindex="0" role="region" aria-label="[[推演|Scenarios]]"><table class="cards"><thead><tr><td class="tick"></td><th scope="col">[[名称|Name]]</th><th scope="col">[[设定|Settings]]</th><th scope="col">[[状态|State]]</th><th scope="col">[[由|By]]</th></tr></thead><tbody>{{#rows}}<tr><td class="tick">{{#isDone}}<input type="checkbox" name="id" value="{{id}}" aria-label="[[选|Choose]] {{name}}">{{/isDone}}</td><th scope="row" data-label="[[名称|Name]]"><a href="{{href}}"><bdi>{{name}}</bdi></a></th><td data-label="[[设定|Settings]]">{{#settings}}<code>{{.}}</code><br>{{/settings}}</td><td data-label="[[状态|State]]">{{state}}</td><td data-label="[[由|By]]">{{by}}</td></tr>{{/rows}}</tbody></table></div><button>[[并排比较勾选的|Compare those ticked]]</button></form></section>{{/hasRows}}
    <section aria-labelledby="new"><h2 id="new">[[新的推演|A new scenario]]</h2><form method="post" action="/what-if" class="stack wide">
    <label for="name">[[名称|Name]]</label><input id="name" name="name" value="{{name}}" maxlength="60" required>
    <label for="settings">[[设定，每行一项|Settings, one a line]]</label><textarea id="settings" name="settings" rows="4" required spellcheck="false" aria-describedby="how">{{settings}}</textarea>
    <p class="fine" id="how">[[岗位|posts]][P0057].[[名额|seats]]=12 · [[岗位|posts]][[[企业.区县=萧山区|enterprise.district=Xihu]]].[[名额|seats]]+=10% · policy.travel.max_distance_km=50</p>
    <label for="helper">[[插入一项|Put one in]]</label><input id="helper" list="fields" data-insert="settings" autocomplete="off"><datalist id="fields">{{#fields}}<option value="{{value}}">{{label}}</option>{{/fields}}</datalist>
    <div class="actions"><button class="primary">[[在后台推演|Run it in the background]]</button></div></form></section>
    <section aria-labelledby="search"><h2 id="search">[[求建议：单独改动哪一处最有用|Suggestions: which single change brings the most]]</h2><form method="post" action="/suggestions" class="stack wide">
    <label for="search-name">[[名称|Name]]</label><input id="search-name" name="name" maxlength="60" required value="[[建议|Suggestions]]">
    <label for="count">[[几项|How many]]</label><input id="count" name="count" type="number" min="1" max="20" value="5" required>
    <label for="district">[[只为此区县学校的学生（可不填）|For students of schools in this district alone (may be left empty)]]</label><input id="district" name="district" list="districts" maxlength="60" autocomplete="off"><datalist id="districts">{{#districts}}<option value="{{.}}"></option>{{/districts}}</datalist>
    <div class="actions"><button>[[在后台推算|Search in the background]]</button></div></form></section>
    """,
    "scenario": """
    <p><a href="/what-if">[[全部推演|All scenarios]]</a></p><p>{{#settings}}<code>{{.}}</code><br>{{/settings}}</p>
    {{#running}}<p class="note" role="status" data-poll>[[正在推演…|Running…]] <span class="fine">{{progress}}</span></p><progress aria-label="[[推演|Running]]"></progress><form method="post" action="{{cancel}}"><button>[[取消|Cancel]]</button></form>{{/running}}
    {{#failed}}<div class="note bad" role="alert"><pre class="words">{{.}}</pre></div>{{/failed}}
    {{#cancelled}}<p class="note">[[已取消|Cancelled]]</p>{{/cancelled}}
    {{#hasNothing}}<div class="note">{{#nothing}}<p>{{.}}</p>{{/nothing}}</div>{{/hasNothing}}
    {{#hasFigures}}<section aria-labelledby="figures"><h2 id="figures">[[比较|Comparison]]</h2>{{>comparison}}</section>{{/hasFigures}}
    {{#hasSuggestions}}<section aria-labelledby="found"><h2 id="found">[[建议|Suggestions]]</h2><div class="scroll" tabindex="0" role="region" aria-label="[[建议列表|List of suggestions]]"><table class="cards"><thead><tr><th scope="col">[[改动|Change]]</th><th scope="col">[[说明|What it is]]</th><th scope="col" class="n">[[可多安排|More placed]]</th><th scope="col">[[推演|Try it]]</th></tr></thead><tbody>{{#suggestions}}<tr><th scope="row" data-label="[[改动|Change]]"><code>{{setting}}</code></th><td data-label="[[说明|What it is]]"><bdi>{{detail}}</bdi></td><td class="n" data-label="[[可多安排|More placed]]">{{more}}</td><td data-label="[[推演|Try it]]"><a href="{{href}}" aria-label="[[推演|Try]] {{setting}}">[[推演|Try it]]</a></td></tr>{{/suggestions}}</tbody></table></div></section>{{/hasSuggestions}}
    {{#hasNone}}<p class="empty">[[没有一处单独的改动有用。|No single change brings anything.]]</p>{{/hasNone}}
    {{#map}}<section aria-labelledby="map"><h2 id="map">[[区县分布与流向|Districts and flows]]</h2><div class="scroll map" tabindex="0" role="region" aria-label="[[地图|Map]]">{{{.}}}</div></section>{{/map}}
    {{#hasChanges}}<section aria-labelledby="moves"><h2 id="moves">[[变动的学生|Students who move]][[（| (]]{{changeCount}}[[）|)]]</h2><div class="scroll" tabindex="0" role="region" aria-label="[[变动|Changes]]"><table class="cards"><thead><tr><th scope="col">[[学号|Id]]</th><th scope="col">[[姓名|Name]]</th><th scope="col">[[原岗位|From]]</th><th scope="col">[[岗位|To]]</th><th scope="col">[[变动原因|Why]]</th></tr></thead><tbody>{{#changes}}<tr><th scope="row" data-label="[[学号|Id]]"><a href="{{href}}">{{id}}</a></th><td data-label="[[姓名|Name]]"><bdi>{{name}}</bdi></td><td data-label="[[原岗位|From]]"><bdi>{{from}}</bdi></td><td data-label="[[岗位|To]]"><bdi>{{to}}</bdi></td><td data-label="[[变动原因|Why]]">{{why}}</td></tr>{{/changes}}</tbody></table></div></section>{{/hasChanges}}
    """,
    "comparison": """
    <div class="scroll" tabindex="0" role="region" aria-label="[[逐项指标|Figure by figure]]"><table><thead><tr><th scope="col">[[指标|Figure]]</th><th scope="col" class="n">[[现状|Now]]</th>{{#scenarios}}<th scope="col" class="n"><bdi>{{.}}</bdi></th>{{/scenarios}}</tr></thead><tbody>{{#figures}}<tr><th scope="row">{{label}}</th><td class="n">{{before}}</td>{{#after}}<td class="n">{{value}}{{#difference}} <span class="fine">{{.}}</span>{{/difference}}</td>{{/after}}</tr>{{/figures}}</tbody></table></div>
    """,
    "compare": "<p><a href=\"/what-if\">[[全部推演|All scenarios]]</a></p>{{>comparison}}"
      + """
      {{#hasMaps}}<section aria-labelledby="maps"><h2 id="maps">[[区县分布与流向|Districts and flows]]</h2><div class="maps">{{#maps}}<figure><figcaption>{{name}}</figcaption><div class="scroll map" tabindex="0" role="region" aria-label="{{name}}">{{{map}}}</div></figure>{{/maps}}</div></section>{{/hasMaps}}
      """,
    "accounts": """
    {{#password}}<div class="note good" role="status"><p>[[初始密码，只显示这一次：|The first password, shown this once:]] <code>{{.}}</code></p></div>{{/password}}
    <div class="scroll" tabindex="0" role="region" aria-label="[[账户|Accounts]]"><table class="cards"><thead><tr><th scope="col">[[账户|Account]]</th><th scope="col">[[角色|Role]]</th><th scope="col">[[学校|Schools]]</th><th scope="col">[[状态|State]]</th><th scope="col">[[操作|Do]]</th></tr></thead><tbody>{{#rows}}<tr><th scope="row" data-label="[[账户|Account]]">{{name}}</th><td data-label="[[角色|Role]]">{{role}}</td><td data-label="[[学校|Schools]]">{{schools}}</td><td data-label="[[状态|State]]">{{state}}</td><td data-label="[[操作|Do]]"><form method="post" action="{{href}}" class="inline"><button name="do" value="{{lockWord}}">{{lockLabel}}</button> <button name="do" value="reset">[[重置密码|Reset password]]</button></form></td></tr>{{/rows}}</tbody></table></div>
    <section aria-labelledby="new"><h2 id="new">[[新建账户|A new account]]</h2><form method="post" action="/accounts" class="stack wide">
    <label for="name">[[账户名|Name]]</label><input id="name" name="name" value="{{typedName}}" maxlength="60" required autocomplete="off">
    <label for="role">[[角色|Role]]</label><select id="role" name="role">{{#roles}}{{>option}}{{/roles}}</select>
    <label for="schools">[[学校编号（学校账户填写，多所用顿号隔开）|Ids of schools (for coordinators; several with commas)]]</label><input id="schools" name="schools" value="{{typedSchools}}" maxlength="500" autocomplete="off">
    <div class="actions"><button class="primary">[[新建|Add]]</button></div></form></section>
    """,
    "audit": """
    <p class="sub">{{verdict}}</p>
    <div class="scroll" tabindex="0" role="region" aria-label="[[日志|Log]]"><table class="cards"><thead><tr><th scope="col" class="n">[[序号|No.]]</th><th scope="col">[[时间|When]]</th><th scope="col">[[账户|Who]]</th><th scope="col">[[地址|From]]</th><th scope="col">[[事项|What]]</th><th scope="col">[[对象|Of]]</th><th scope="col">[[之前|Before]]</th><th scope="col">[[之后|After]]</th></tr></thead><tbody>{{#rows}}<tr><th scope="row" class="n" data-label="[[序号|No.]]">{{id}}</th><td data-label="[[时间|When]]">{{at}}</td><td data-label="[[账户|Who]]">{{account}}</td><td data-label="[[地址|From]]">{{address}}</td><td data-label="[[事项|What]]">{{action}}</td><td data-label="[[对象|Of]]"><bdi>{{subject}}</bdi></td><td class="words" data-label="[[之前|Before]]"><bdi>{{before}}</bdi></td><td class="words" data-label="[[之后|After]]"><bdi>{{after}}</bdi></td></tr>{{/rows}}</tbody></table></div>
    <nav class="pages">{{#next}}<a rel="next" href="{{.}}">[[更早的|Older]]</a>{{/next}}</nav>
    """,
    "account": """
    <section aria-labelledby="language"><h2 id="language">[[语言|Language]]</h2><form method="post" action="/language" class="inline"><button name="language" value="zh-Hans"{{#isChinese}} aria-pressed="true"{{/isChinese}}>中文</button> <button name="language" value="en"{{^isChinese}} aria-pressed="true"{{/isChinese}}>English</button></form></section>
    <section aria-labelledby="password-title"><h2 id="password-title">[[修改密码|Change password]]</h2>{{>password-form}}</section>
    """,
    "uploads": """
    <p>[[在导出的名单中填写“决定”“决定岗位编号”“决定理由”三列，一次可上传多个文件。写入之前先显示作用。|Fill in the columns decision, decision post and decision reason of exported lists; several files may be sent at once. What they would do is shown before anything is written.]]</p>
    <p><a href="{{csv}}" download>[[导出名单，CSV|The list as CSV]]</a> · <a href="{{xlsx}}" download>[[导出名单，Excel|The list as a workbook]]</a></p>
    <form method="post" action="/uploads" enctype="multipart/form-data" class="stack wide">
    <label for="lists">[[名单（.xlsx 或 .csv，合计不超过 20 MB）|Lists (.xlsx or .csv, 20 MB in all)]]</label><input id="lists" name="lists" type="file" accept=".xlsx,.csv" multiple required>
    <div class="actions"><button class="primary">[[先看作用|See what they would do]]</button></div></form>
    """,
    "files": """
    <ul class="plainlist">{{#rows}}<li><a href="{{href}}" download>{{name}}</a>{{#about}} <span class="fine">{{.}}</span>{{/about}}</li>{{/rows}}</ul>
    """,
  ]
}
