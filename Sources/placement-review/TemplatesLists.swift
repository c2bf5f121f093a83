extension Templates {
  static let listPages = [
    "overview": """
    <div class="figures">{{#figures}}<div><b class="n">{{value}}</b><span>{{label}}</span>{{#note}}<small>{{.}}</small>{{/note}}</div>{{/figures}}</div>
    {{#hasTodo}}<section aria-labelledby="todo"><h2 id="todo">[[待我处理|Waiting for me]]</h2><ul class="todo">{{#todo}}<li><a href="{{href}}">{{label}}</a></li>{{/todo}}</ul></section>{{/hasTodo}}
    <section aria-labelledby="proof"><h2 id="proof">[[整个方案的目标与证明|Objectives of the whole plan, and their proof]]</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="[[目标|Objectives]]"><table><thead><tr><th scope="col">[[目标|Objective]]</th><th scope="col" class="n">[[值（越小越好）|Value (less is better)]]</th><th scope="col">[[证明|Proof]]</th></tr></thead><tbody>{{#objectives}}<tr><th scope="row">{{title}}<br><span class="fine">{{inWords}}</span></th><td class="n">{{value}}</td><td>{{proof}}</td></tr>{{/objectives}}</tbody></table></div></section>
    {{#hasReasons}}<section aria-labelledby="why"><h2 id="why">[[未安排的原因|Why students have no post]]</h2><ul class="counts">{{#reasons}}<li>{{#href}}<a href="{{.}}">{{label}}</a>{{/href}}{{^href}}{{label}}{{/href}} <b class="n">{{count}}</b></li>{{/reasons}}</ul></section>{{/hasReasons}}
    {{#hasNight}}<section aria-labelledby="night"><h2 id="night">[[夜间运行|How the night went]]</h2>{{#night}}<p>{{.}}</p>{{/night}}</section>{{/hasNight}}
    {{#planning}}<section aria-labelledby="plan"><h2 id="plan">[[重新求解|A new plan]]</h2>
    {{#running}}<p class="note" role="status" data-poll>[[正在求解…|Solving…]] <span class="fine">{{progress}}</span></p>{{/running}}
    {{#failed}}<div class="note bad"><pre class="words">{{.}}</pre></div>{{/failed}}
    {{^running}}<form method="post" action="/plans"><p class="fine">[[按现有决定立即求解；原方案在新方案完成之前不变。|Solve now with the decisions that stand; the plan stays until the new one is whole.]]</p><button>[[立即重新求解|Make a new plan now]]</button></form>{{/running}}</section>{{/planning}}
    <p><a href="/report">[[方案报告（只有数字）|The report (figures only)]]</a></p>
    """,
    "posts": """
    <form method="get" class="filters" role="search"><div><label for="q">[[编号或名称|Id or name]]</label><input id="q" name="q" type="search" value="{{q}}" maxlength="100"></div>
    <div><label for="full">[[名额|Seats]]</label><select id="full" name="full">{{#fullChoices}}{{>option}}{{/fullChoices}}</select></div><div class="buttons"><button class="primary">[[筛选|Filter]]</button></div></form>
    <div class="bar">{{>list-length}}</div>
    <p class="fine">[[“已安排”是各时段合计；任何一天都不超过上限，“剩余”按最满的一天计，岗位的“剩余”不超过所在企业同一时段的剩余。|Placed counts all periods together: on no day is it more than the limit, and free is as of the fullest day; a post has no more free than its enterprise has meanwhile.]]</p>
    <div class="scroll" tabindex="0" role="region" aria-label="{{noun}}"><table class="cards"><thead><tr><th scope="col">[[编号|Id]]</th><th scope="col">[[名称|Name]]</th><th scope="col">{{#isPosts}}[[企业|Enterprise]]{{/isPosts}}{{^isPosts}}[[区县|District]]{{/isPosts}}</th><th scope="col" class="n">[[上限|Limit]]</th><th scope="col">[[由何决定|Set by]]</th><th scope="col" class="n">[[已安排|Placed]]</th><th scope="col" class="n">[[剩余|Free]]</th><th scope="col" class="n">[[增一名额可多安排|One more seat brings]]</th></tr></thead>
    <tbody>{{{rows}}}</tbody></table></div>
    {{>list-pages}}
    """,
    "list-length": """
    <p><strong class="n">{{total}}</strong> {{noun}}{{#hasPages}}<span class="fine">[[，第|, page]] {{page}} / {{pages}}[[ 页|]]</span>{{/hasPages}}</p>
    """,
    "list-pages": """
    {{#hasPages}}<nav class="pages" aria-label="[[分页|Pages]]">{{#previous}}<a rel="prev" href="{{.}}">[[上一页|Previous]]</a>{{/previous}}{{#next}}<a rel="next" href="{{.}}">[[下一页|Next]]</a>{{/next}}</nav>{{/hasPages}}
    """,
    "posts-row": """
    <tr><th scope="row" data-label="[[编号|Id]]"><a href="{{href}}">{{id}}</a></th><td data-label="[[名称|Name]]"><bdi>{{name}}</bdi></td><td data-label="{{#isPosts}}[[企业|Enterprise]]{{/isPosts}}{{^isPosts}}[[区县|District]]{{/isPosts}}"><bdi>{{place}}</bdi></td><td class="n" data-label="[[上限|Limit]]">{{limit}}</td><td data-label="[[由何决定|Set by]]">{{limitFrom}}</td><td class="n" data-label="[[已安排|Placed]]">{{placed}}</td><td class="n" data-label="[[剩余|Free]]">{{free}}</td><td class="n" data-label="[[增一名额可多安排|One more seat brings]]">{{worth}}</td></tr>
    """,
    "post": """
    <div class="columns"><div><section aria-labelledby="facts"><h2 id="facts">{{kind}}</h2><dl class="facts">{{#facts}}<div><dt>{{label}}</dt><dd><bdi>{{value}}</bdi></dd></div>{{/facts}}</dl>
    {{#whatIf}}<p><a href="{{.}}">[[推演：多一个名额会怎样|What would one more seat bring?]]</a></p>{{/whatIf}}</section>
    {{#hasPosts}}<section aria-labelledby="posts"><h2 id="posts">[[岗位|Posts]]</h2><ul class="plainlist">{{#posts}}<li><a href="{{href}}">{{id}}</a> <bdi>{{name}}</bdi> <span class="fine">{{placed}} / {{limit}}</span></li>{{/posts}}</ul></section>{{/hasPosts}}
    </div><div>
    <section aria-labelledby="here"><h2 id="here">[[已安排的学生|Students placed here]][[（| (]]{{count}}[[）|)]]</h2>
    {{#hasStudents}}<div class="scroll" tabindex="0" role="region" aria-label="[[学生|Students]]"><table class="cards"><thead><tr><th scope="col">[[学号|Id]]</th><th scope="col">[[姓名|Name]]</th><th scope="col">[[学校|School]]</th><th scope="col">[[起止|From, to]]</th></tr></thead><tbody>{{#students}}<tr><th scope="row" data-label="[[学号|Id]]"><a href="{{href}}">{{id}}</a></th><td data-label="[[姓名|Name]]"><bdi>{{name}}</bdi></td><td data-label="[[学校|School]]"><bdi>{{school}}</bdi></td><td data-label="[[起止|From, to]]">{{period}}</td></tr>{{/students}}</tbody></table></div>{{/hasStudents}}
    {{#others}}<p class="fine">[[其他学校的学生：|Of other schools:]] {{.}}</p>{{/others}}</section>
    <section aria-labelledby="wanted"><h2 id="wanted">[[填报志愿的学生|Students who asked for it]][[（| (]]{{wishCount}}[[）|)]]</h2>
    {{#hasWishers}}<ul class="plainlist">{{#wishers}}<li><a href="{{href}}">{{id}}</a> <bdi>{{name}}</bdi> <span class="fine">[[第|wish]] {{rank}}[[ 志愿|]] · {{status}} {{post}}</span></li>{{/wishers}}</ul>{{/hasWishers}}
    {{#otherWishes}}<p class="fine">[[其他学校的学生：|Of other schools:]] {{.}}</p>{{/otherWishes}}</section></div></div>
    """,
    "unplaced": """
    <p class="sub">[[按原因分组，逐名处理。|By reason, one after the other.]]</p>
    {{#groups}}<section aria-labelledby="{{key}}"><h2 id="{{key}}">{{label}}[[（| (]]{{count}}[[）|)]]</h2><p class="fine">{{advice}}</p>
    {{#any}}<div class="scroll" tabindex="0" role="region" aria-label="{{label}}"><table class="cards"><thead><tr><th scope="col">[[学号|Id]]</th><th scope="col">[[姓名|Name]]</th><th scope="col">[[学校|School]]</th><th scope="col">[[专业|Specialty]]</th><th scope="col" class="n">[[可选岗位|Open posts]]</th><th scope="col">[[最近岗位|Nearest post]]</th><th scope="col">[[受限于|Closed by]]</th></tr></thead><tbody>{{#rows}}<tr><th scope="row" data-label="[[学号|Id]]"><a href="{{href}}">{{id}}</a></th><td data-label="[[姓名|Name]]"><bdi>{{name}}</bdi></td><td data-label="[[学校|School]]"><bdi>{{school}}</bdi></td><td data-label="[[专业|Specialty]]">{{specialty}}</td><td class="n" data-label="[[可选岗位|Open posts]]">{{open}}</td><td data-label="[[最近岗位|Nearest post]]">{{#nearestHref}}<a href="{{.}}">{{nearest}}</a>{{/nearestHref}}</td><td data-label="[[受限于|Closed by]]">{{closedBy}}</td></tr>{{/rows}}</tbody></table></div>{{/any}}
    {{#more}}<p><a href="{{.}}">[[全部|All of them]]</a></p>{{/more}}</section>{{/groups}}
    {{^groups}}<p class="empty">[[没有未安排的学生。|Nobody is without a post.]]</p>{{/groups}}
    """,
    "approvals": """
    <div class="scroll" tabindex="0" role="region" aria-label="[[各校审核|Approvals]]"><table class="cards"><thead><tr><th scope="col">[[学校|School]]</th><th scope="col" class="n">[[学生|Students]]</th><th scope="col" class="n">[[已安排|Placed]]</th><th scope="col" class="n">[[未安排|Unplaced]]</th><th scope="col" class="n">[[自行联系、不参加|Self-arranged, excluded]]</th><th scope="col">[[状态|State]]</th><th scope="col">[[意见|Remarks]]</th><th scope="col">[[审核人|By]]</th></tr></thead>
    <tbody>{{#rows}}<tr><th scope="row" data-label="[[学校|School]]"><a href="{{href}}"><bdi>{{name}}</bdi></a> <span class="fine">{{school}}</span></th><td class="n" data-label="[[学生|Students]]">{{students}}</td><td class="n" data-label="[[已安排|Placed]]">{{placed}}</td><td class="n" data-label="[[未安排|Unplaced]]">{{unplaced}}</td><td class="n" data-label="[[自行联系、不参加|Self-arranged, excluded]]">{{apart}}</td><td data-label="[[状态|State]]"><span class="tag {{stateKey}}">{{state}}</span></td><td data-label="[[意见|Remarks]]">{{#remarks}}<bdi>{{.}}</bdi>{{/remarks}}</td><td data-label="[[审核人|By]]">{{#by}}{{.}} <span class="fine">{{at}}</span>{{/by}}</td></tr>{{/rows}}</tbody></table></div>
    {{#mayApprove}}{{#rows}}<section aria-labelledby="s-{{school}}"><h2 id="s-{{school}}">[[审核：|Review: ]]<bdi>{{name}}</bdi></h2>
    <form method="post" action="{{action}}" class="stack wide"><input type="hidden" name="list" value="{{list}}">
    <label for="r-{{school}}">[[意见（退回时必填）|Remarks (needed to return it)]]</label><textarea id="r-{{school}}" name="remarks" rows="3" maxlength="2000">{{typed}}</textarea>
    <div class="actions"><button class="primary" name="state" value="approved">[[同意本校名单|Approve the list]]</button><button name="state" value="returned">[[退回|Return it]]</button></div></form></section>{{/rows}}{{/mayApprove}}
    {{#mayPublish}}<section aria-labelledby="publish"><h2 id="publish">[[公布|Publish]]</h2>
    <p>{{publishLine}}</p>{{#published}}<p>{{.}}</p>{{/published}}{{#notes}}<div class="note bad"><p>{{>linked}}</p></div>{{/notes}}<form method="post" action="/publish" class="stack wide">
    <input type="hidden" name="plan" value="{{plan}}">
    {{#openCount}}<label for="why">[[越过尚未同意的学校公布，须写明理由|To publish over the heads of those who have not approved, say why]]</label><textarea id="why" name="reason" rows="2" maxlength="500">{{typedReason}}</textarea>{{/openCount}}
    <div class="actions"><button class="primary">[[公布此方案|Publish this plan]]</button></div></form></section>{{/mayPublish}}
    """,
  ]
}
