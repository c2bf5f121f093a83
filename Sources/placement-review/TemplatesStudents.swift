extension Templates {
  static let studentPages = [
    "students": """
    <form method="get" action="/students" class="filters" role="search">
    <div><label for="q">[[学号或姓名|Id or name]]</label><input id="q" name="q" type="search" value="{{q}}" maxlength="100"></div>
    {{#schools}}<div><label for="school">[[学校|School]]</label><select id="school" name="school">{{>options}}</select></div>{{/schools}}
    <div><label for="status">[[安排状态|Status]]</label><select id="status" name="status">{{#statuses}}{{>option}}{{/statuses}}</select></div>
    <div><label for="specialty">[[专业代码|Specialty]]</label><input id="specialty" name="specialty" value="{{specialty}}" inputmode="numeric" size="7" maxlength="6"></div>
    <div><label for="post">[[岗位编号|Post]]</label><input id="post" name="post" value="{{post}}" size="8" maxlength="60"></div>
    <div><label for="decided">[[决定|Decision]]</label><select id="decided" name="decided">{{#decidedChoices}}{{>option}}{{/decidedChoices}}</select></div>
    {{#reasonValue}}<input type="hidden" name="reason" value="{{.}}">{{/reasonValue}}
    {{#sortValue}}<input type="hidden" name="sort" value="{{.}}">{{/sortValue}}
    <div class="buttons"><button class="primary">[[筛选|Filter]]</button><a href="/students">[[清除|Clear]]</a></div>
    </form>
    <div class="bar">{{>list-length}}
    <p class="links"><a href="{{csv}}" download>CSV</a> <a href="{{xlsx}}" download>Excel</a> <a href="/uploads">[[上传填好的名单|Send edited lists]]</a></p></div>
    {{>decision-fault}}
    {{#carried}}<p class="note">{{.}}</p>{{/carried}}
    {{#any}}
    <form method="post" action="{{propose}}" id="several">
    <div class="scroll" tabindex="0" role="region" aria-label="[[学生名单|Students]]"><table class="cards">
    <thead><tr><td class="tick"><input type="checkbox" data-all aria-label="[[全选本页|All on this page]]"></td>
    {{#heads}}<th scope="col"{{#sorted}} aria-sort="{{.}}"{{/sorted}}{{#isNumber}} class="n"{{/isNumber}}>{{#href}}<a href="{{.}}">{{label}}{{#arrow}}<span aria-hidden="true">{{.}}</span>{{/arrow}}</a>{{/href}}{{^href}}{{label}}{{/href}}</th>{{/heads}}</tr></thead>
    <tbody>{{{rows}}}</tbody></table></div>
    {{>list-pages}}
    <fieldset class="several"><legend>[[对勾选的学生|With the students ticked]] <output data-count></output></legend>{{>decision-fields}}
    <button class="primary">[[先看作用|See what it would do]]</button></fieldset></form>
    {{/any}}
    {{^any}}<p class="empty">[[没有符合条件的学生。|No student is like this.]]</p>{{/any}}
    """,
    "students-row": """
    <tr><td class="tick"><input type="checkbox" name="student" value="{{mark}}" aria-label="[[选|Choose]] {{id}}"{{#ticked}} checked{{/ticked}}></td>
    <th scope="row" data-label="[[学号|Id]]"><a href="{{href}}">{{id}}</a></th>
    <td data-label="[[姓名|Name]]"><bdi>{{name}}</bdi></td>
    <td data-label="[[学校|School]]"><bdi>{{school}}</bdi></td>
    <td data-label="[[状态|Status]]"><span class="tag {{statusKey}}">{{status}}</span></td>
    <td data-label="[[岗位|Post]]">{{#postHref}}<a href="{{.}}">{{post}}</a> <span class="fine"><bdi>{{postTitle}}</bdi></span>{{/postHref}}{{^postHref}}{{#postTitle}}<span class="fine"><bdi>{{.}}</bdi></span>{{/postTitle}}{{#reason}}<span class="fine">{{.}}</span>{{/reason}}{{/postHref}}</td>
    <td data-label="[[企业|Enterprise]]">{{#enterprise}}<bdi>{{.}}</bdi>{{/enterprise}}</td>
    <td class="n" data-label="[[距离（公里）|Distance, km]]">{{distance}}</td>
    <td data-label="[[对口|Match]]">{{match}}</td>
    <td data-label="[[决定|Decision]]">{{decision}}</td></tr>
    """,
    "options": "{{#choices}}{{>option}}{{/choices}}",
    "option": "<option value=\"{{value}}\"{{#chosen}} selected{{/chosen}}>{{label}}</option>",
    "decision-fault": """
    {{#conflict}}<div class="note bad" role="alert" tabindex="-1" autofocus><p>{{.}}</p></div>{{/conflict}}
    """,
    "decision-fields": """
    <div class="fields"><div><label for="action">[[决定|Decision]]</label><select id="action" name="action">{{#actions}}{{>option}}{{/actions}}</select></div>
    <div><label for="target">[[岗位编号（锁定时不填即现有岗位；不安排时也可填企业编号）|Post (to pin: empty for the present one; to ban: or enterprise)]]</label><input id="target" name="target" value="{{target}}" list="targets" maxlength="60" autocomplete="off"></div>
    <div><label for="reason">[[理由|Reason]]</label><select id="reason" name="reason">{{#reasons}}{{>option}}{{/reasons}}</select></div>
    <div class="grow"><label for="words">[[或另写理由|Or in your own words]]</label><input id="words" name="words" value="{{words}}" maxlength="300"></div></div>
    <datalist id="targets">{{#targets}}<option value="{{value}}">{{label}}</option>{{/targets}}</datalist>
    """,
    "student": """
    <nav class="steps" aria-label="[[同一名单|In the same list]]">{{#back}}<a href="{{.}}">[[回到名单|To the list]]</a>{{/back}}{{#previous}}<a rel="prev" href="{{.}}">[[上一名|Previous]]</a>{{/previous}}{{#next}}<a rel="next" href="{{.}}">[[下一名|Next]]</a>{{/next}}</nav>
    <div class="columns"><div>
    <section aria-labelledby="now"><h2 id="now">[[安排|Placement]]</h2>
    <p><span class="tag {{statusKey}}">{{status}}</span> {{#postHref}}<a href="{{.}}">{{post}}</a> {{/postHref}}<bdi>{{postTitle}}</bdi></p>
    <dl class="facts">{{#facts}}<div><dt>{{label}}</dt><dd><bdi>{{value}}</bdi></dd></div>{{/facts}}</dl></section>
    {{#why}}<section aria-labelledby="why"><h2 id="why">[[为什么这样安排|Why so]]</h2>{{#lines}}<p>{{>linked}}</p>{{/lines}}
    <p><a href="{{whyHref}}">[[逐项推算：为什么，改变要付出什么|Work it out: why, and what it would cost to have it otherwise]]</a></p></section>{{/why}}
    {{#hasAlternatives}}<section aria-labelledby="other"><h2 id="other">[[还可去的岗位|Other posts with a free seat]]</h2>
    <ul class="plainlist">{{#alternatives}}<li><a href="{{href}}">{{id}}</a> <bdi>{{detail}}</bdi> <a class="choose" href="{{choose}}">[[选这个|Choose]]</a></li>{{/alternatives}}</ul></section>{{/hasAlternatives}}
    {{#hasWishes}}<section aria-labelledby="wishes"><h2 id="wishes">[[志愿|Wishes]]</h2><ol>{{#wishes}}<li><a href="{{href}}">{{id}}</a> <bdi>{{name}}</bdi></li>{{/wishes}}</ol></section>{{/hasWishes}}
    </div><div>
    <section aria-labelledby="standing"><h2 id="standing">[[现有决定|Decisions that stand]]</h2>
    {{#hasStanding}}<ul class="plainlist">{{#standing}}<li><strong>{{decision}}</strong> {{target}}<br><bdi>{{reason}}</bdi><br><span class="fine">{{author}} {{day}}</span></li>{{/standing}}</ul>{{/hasStanding}}
    {{^hasStanding}}<p class="fine">[[没有|None]]</p>{{/hasStanding}}</section>
    <section aria-labelledby="decide"><h2 id="decide">[[作出决定|Decide]]</h2>
    {{>decision-fault}}
    <form method="post" action="{{propose}}"><input type="hidden" name="student" value="{{mark}}">{{>decision-fields}}
    <p class="fine">[[提交前先显示作用：谁会因此变动，各级目标如何变化。|Before anything is written you see what it would do: who else moves, and which objective changes.]]</p>
    <button class="primary">[[先看作用|See what it would do]]</button></form></section>
    {{#hasHistory}}<section aria-labelledby="log"><h2 id="log">[[此前的安排|Before]]</h2><ul class="plainlist">{{#history}}<li>{{.}}</li>{{/history}}</ul></section>{{/hasHistory}}
    </div></div>
    """,
    "why": """
    <p><a href="{{back}}">[[回到该生|Back to the student]]</a></p>
    {{#running}}<p class="note" role="status" data-poll>[[正在推算，学生数千名时需要几秒…|Working it out; with thousands of students it takes some seconds…]] <span class="fine">{{progress}}</span></p><noscript><p><a href="">[[刷新|Reload]]</a></p></noscript>{{/running}}
    {{#text}}<pre class="words">{{>linked}}</pre>{{/text}}
    """,
    "linked": "{{#parts}}{{#href}}<a href=\"{{.}}\">{{text}}</a>{{/href}}{{^href}}{{text}}{{/href}}"
      + "{{#name}}<span class=\"fine\">[[（| (]]<bdi>{{.}}</bdi>[[）|)]]</span>{{/name}}{{/parts}}",
    "proposal": """
    {{#waiting}}<p class="note" role="status" data-poll>[[正在按这些决定重新求解，请稍候…|Solving again with these decisions…]] <span class="fine">{{progress}}</span></p>
    <progress aria-label="[[求解|Solving]]"></progress><noscript><p><a href="">[[刷新|Reload]]</a></p></noscript>{{/waiting}}
    {{#committed}}<p class="note good" role="status">[[已写入 decisions.csv。下一次求解时生效。|Written into decisions.csv. The next plan keeps to it.]]</p>{{/committed}}
    {{#cancelled}}<p class="note">[[已取消，没有写入。|Cancelled: nothing was written.]]</p>{{/cancelled}}
    {{#failed}}<div class="note bad" role="alert"><p>[[这些决定不能成立，没有写入：|These decisions cannot hold; nothing was written:]]</p><pre class="words">{{.}}</pre></div>{{/failed}}
    {{#files}}<p class="fine"><bdi>{{.}}</bdi></p>{{/files}}
    {{#hasItems}}<section aria-labelledby="what"><h2 id="what">[[决定|Decisions]][[（| (]]{{count}}[[ 名学生）|)]]</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="[[决定|Decisions]]"><table class="cards"><thead><tr><th scope="col">[[学号|Id]]</th><th scope="col">[[姓名|Name]]</th><th scope="col">[[决定|Decision]]</th><th scope="col">[[岗位或企业|Post or enterprise]]</th><th scope="col">[[理由|Reason]]</th><th scope="col">[[作用|Effects]]</th></tr></thead>
    <tbody>{{#items}}<tr><th scope="row" data-label="[[学号|Id]]"><a href="{{href}}">{{id}}</a></th><td data-label="[[姓名|Name]]"><bdi>{{name}}</bdi></td><td data-label="[[决定|Decision]]">{{decision}}</td><td data-label="[[岗位或企业|Post or enterprise]]">{{target}}</td><td data-label="[[理由|Reason]]"><bdi>{{reason}}</bdi></td><td data-label="[[作用|Effects]]">{{#effects}}{{.}}<br>{{/effects}}</td></tr>{{/items}}</tbody></table></div></section>{{/hasItems}}
    {{#preview}}<section aria-labelledby="effect"><h2 id="effect">[[会怎样|What it would do]]</h2>
    {{#remark}}<p class="note">{{.}}</p>{{/remark}}
    {{#verdict}}<p class="note">{{.}}</p>{{/verdict}}
    {{#untold}}<p class="fine">{{.}}</p>{{/untold}}
    {{#hasFigures}}<div class="figures"><div><b class="n">{{placedBefore}} → {{placedAfter}}</b><span>[[已安排|placed]]</span></div><div><b class="n">{{moveCount}}</b><span>[[变动的学生|students who move]]</span></div><div><b class="n">{{lostCount}}</b><span>[[失去岗位|lose their post]]</span></div></div>
    <div class="scroll" tabindex="0" role="region" aria-label="[[目标|Objectives]]"><table><thead><tr><th scope="col">[[目标|Objective]]</th><th scope="col" class="n">[[之前|Before]]</th><th scope="col" class="n">[[之后|After]]</th><th scope="col" class="n">[[变化（减少为好）|Change (less is better)]]</th></tr></thead>
    <tbody>{{#objectives}}<tr><th scope="row">{{title}}</th><td class="n">{{before}}</td><td class="n">{{after}}</td><td class="n">{{change}}</td></tr>{{/objectives}}</tbody></table></div>
    {{#hasMoves}}<h3>[[变动的学生|Students who move]]</h3><ul class="plainlist moves">{{#moves}}<li><a href="{{href}}">{{id}}</a> <bdi>{{name}}</bdi>{{#school}} <span class="fine"><bdi>{{.}}</bdi></span>{{/school}}<br><bdi>{{from}}</bdi> → <strong><bdi>{{to}}</bdi></strong></li>{{/moves}}</ul>{{/hasMoves}}
    {{#others}}<p>[[另有其他学校的学生|Students of other schools:]] {{.}} [[名|]]</p>{{/others}}{{/hasFigures}}</section>
    <div class="actions"><form method="post" action="{{commit}}"><button class="primary">[[确认写入|Commit]]</button></form>
    <form method="post" action="{{cancel}}"><button>[[放弃|Discard]]</button></form></div>{{/preview}}
    {{#waiting}}<form method="post" action="{{cancel}}"><button>[[取消|Cancel]]</button></form>{{/waiting}}
    {{#again}}<p><a href="{{.}}">[[回去修改|Go back and change it]]</a></p>{{/again}}
    """,
  ]
}
