import PlacementFiles

/// What pages load: a style, a script, an icon. All of it is ours, and small.
enum Assets {
  struct Asset: Sendable {
    let type: String
    let text: String
  }

  static let all: [String: Asset] = [
    "review.css": Asset(type: "text/css; charset=utf-8", text: style),
    "review.js": Asset(type: "text/javascript; charset=utf-8", text: script),
    "icon.svg": Asset(type: "image/svg+xml", text: icon),
  ]

  /// Changes when an asset does, so that browsers may keep them.
  static let version = String(Digest.sha256(Array((style + script + icon).utf8)).prefix(8))

  private static let icon = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#1f4e79"/>\
    <path d="M8 17l5 5 11-12" fill="none" stroke="#fff" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round"/></svg>
    """

  /// Pages work without it. It ticks a whole page's boxes and counts them, follows work under way, and puts settings in.
  private static let script = """
    'use strict';
    (() => {
      const form = document.getElementById('several');
      if (form) {
        const boxes = [...form.querySelectorAll('input[name=student]')];
        const all = form.querySelector('[data-all]');
        const count = form.querySelector('[data-count]');
        const tell = () => {
          const ticked = boxes.filter(box => box.checked).length;
          count.textContent = ticked;
          all.checked = ticked === boxes.length && ticked > 0;
          all.indeterminate = ticked > 0 && ticked < boxes.length;
        };
        all.addEventListener('change', () => { boxes.forEach(box => { box.checked = all.checked; }); tell(); });
        form.addEventListener('change', tell);
        tell();
      }
      const work = document.querySelector('[data-poll]');
      if (work) {
        const line = work.querySelector('.fine');
        const twin = '/api' + (location.pathname === '/' ? '/overview' : location.pathname) + location.search;
        const look = async () => {
          try {
            const answer = await fetch(twin, { credentials: 'same-origin' });
            const page = await answer.json();
            if (!answer.ok || !page.isRunning) { location.reload(); return; }
            line.textContent = page.progress || '';
          } catch { /* The next look may do better. */ }
          setTimeout(look, 700);
        };
        setTimeout(look, 500);
      }
      for (const helper of document.querySelectorAll('[data-insert]')) {
        const text = document.getElementById(helper.dataset.insert);
        helper.addEventListener('change', () => {
          if (!helper.value) return;
          text.value = text.value.replace(/\\s*$/, '') + (text.value.trim() ? '\\n' : '') + helper.value;
          helper.value = '';
          text.focus();
        });
      }
    })();
    """

  private static let style = """
    :root{--ink:#1b2430;--soft:#566173;--line:#d9dfe7;--faint:#f4f6f9;--blue:#1f4e79;--deep:#163a5b;--good:#1c6b3a;--goodback:#e9f5ed;--bad:#a3261c;--badback:#fdeeec;--warn:#8a5a00;--warnback:#fdf4e0}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0;background:#fff;color:var(--ink);font:15px/1.6 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif}
    .wide{max-width:1240px;margin:0 auto;padding:0 24px}
    .narrow{max-width:400px;margin:10vh auto 0;padding:0 20px}
    a{color:var(--blue)}a:hover{color:var(--deep)}
    :focus-visible{outline:3px solid #6aa5dd;outline-offset:2px;border-radius:3px}
    .skip{position:absolute;left:-999px}.skip:focus{left:12px;top:8px;background:#fff;padding:6px 12px;z-index:9}
    .top{background:var(--blue);color:#fff}
    .top .wide{display:flex;align-items:center;gap:20px;min-height:52px}
    .top a{color:#fff;text-decoration:none}
    .brand{font-weight:600;max-width:17em;line-height:1.3}
    .brand span{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
    .top nav{flex:1}
    .top nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:0 2px;margin:0;padding:0}
    .top nav a{display:block;padding:14px 11px 11px;border-bottom:3px solid transparent;white-space:nowrap}
    .top nav a:hover{background:var(--deep)}
    .top nav a[aria-current]{border-bottom-color:#fff;font-weight:600}
    .badge{background:#fff;color:var(--blue);border-radius:9px;font-size:12px;font-weight:600;padding:0 6px;margin-left:5px}
    .menu{display:none}
    .me{display:flex;align-items:center;gap:12px;white-space:nowrap}
    .top .plain{background:none;border:0;color:#fff;padding:4px;text-decoration:underline;min-height:0}
    main.wide{padding-top:22px;padding-bottom:24px}
    .heading{margin-bottom:16px}
    h1{font-size:24px;line-height:1.3;margin:0;overflow-wrap:anywhere}
    h2{font-size:17px;margin:0 0 8px;color:var(--blue)}
    h3{font-size:15px;margin:16px 0 6px}
    section{margin:0 0 28px}
    .sub,.fine,small{color:var(--soft)}
    .sub{margin:2px 0 0}.fine,small{font-size:13px}
    p{margin:6px 0}
    .note{border-left:4px solid var(--blue);background:var(--faint);padding:8px 14px;margin:0 0 16px}
    .note.good{border-color:var(--good);background:var(--goodback)}
    .note.bad{border-color:var(--bad);background:var(--badback)}
    .n{font-variant-numeric:tabular-nums}
    td.n,th.n{text-align:right}
    .scroll{overflow-x:auto;margin-bottom:20px}
    table{border-collapse:collapse;width:100%;font-size:14px}
    th,td{text-align:left;padding:7px 10px;border-bottom:1px solid var(--line);vertical-align:top}
    thead th,thead td{background:var(--faint);font-weight:600;white-space:nowrap;border-bottom:1px solid #c3ccd7;vertical-align:bottom}
    thead a{text-decoration:none}thead a:hover{text-decoration:underline}
    tbody th{font-weight:500}
    tbody tr:hover{background:#f8fafc}
    td,dd,li{overflow-wrap:anywhere}
    .tick{width:36px;text-align:center}
    input[type=checkbox]{width:17px;height:17px;margin:2px 0;accent-color:var(--blue)}
    .tag{display:inline-block;padding:0 8px;border-radius:3px;font-size:13px;line-height:22px;background:#eceff3;white-space:nowrap}
    .tag.pinned{background:#e3ecf6;color:var(--deep)}
    .tag.kept,.tag.placed,.tag.approved{background:var(--goodback);color:var(--good)}
    .tag.moved,.tag.open{background:var(--warnback);color:var(--warn)}
    .tag.unplaced,.tag.returned{background:var(--badback);color:var(--bad)}
    label,dt{color:var(--soft);font-size:13px}
    label{display:block;margin-bottom:2px}
    input,select,textarea,button{font:inherit;color:inherit}
    input:not([type=checkbox]),select,textarea{border:1px solid #8e99a8;border-radius:4px;background:#fff;padding:5px 9px;min-height:36px;max-width:100%}
    textarea{width:100%;padding:8px 10px}
    button{border:1px solid #8e99a8;border-radius:4px;background:#fff;padding:6px 16px;min-height:36px;cursor:pointer}
    button:hover{background:var(--faint)}
    button.primary{background:var(--blue);border-color:var(--blue);color:#fff}button.primary:hover{background:var(--deep)}
    button[aria-pressed=true]{border-color:var(--blue);box-shadow:inset 0 0 0 1px var(--blue);font-weight:600}
    .filters{display:flex;flex-wrap:wrap;gap:10px 14px;align-items:end;background:var(--faint);border:1px solid var(--line);border-radius:6px;padding:12px 14px;margin-bottom:14px}
    .filters select{max-width:13em}.filters #q{width:12em}
    .buttons{display:flex;gap:14px;align-items:center}
    .bar{display:flex;justify-content:space-between;align-items:baseline;gap:16px;margin:0 0 6px}.bar p{margin:0}
    .links a{margin-left:12px}
    .pages,.steps{display:flex;gap:18px;margin:12px 0}
    .steps{margin:0 0 14px}
    fieldset{border:1px solid var(--line);border-radius:6px;padding:10px 16px 16px;margin:20px 0 0;min-width:0}
    legend{font-weight:600;padding:0 6px}
    .fields{display:flex;flex-wrap:wrap;gap:10px 14px;margin-bottom:12px}
    .fields>div{min-width:0}.fields .grow{flex:1 1 220px}.grow input{width:100%}
    .columns{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:0 40px}
    .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(180px,1fr));gap:10px 20px;margin:10px 0 0}
    .facts dd{margin:0}
    .plainlist{list-style:none;margin:0;padding:0}
    .plainlist li{padding:7px 0;border-bottom:1px solid var(--line)}
    .moves{columns:2 260px}.moves li{break-inside:avoid}
    .choose{float:right}
    .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:0 0 26px}
    .figures>div{border:1px solid var(--line);border-radius:6px;padding:12px 16px}
    .figures b{display:block;font-size:27px;line-height:1.25;font-weight:600}
    .figures span{display:block}.figures small{display:block}
    .todo{list-style:none;margin:0;padding:0;border:1px solid var(--line);border-radius:6px}
    .todo li{padding:10px 16px}.todo li+li{border-top:1px solid var(--line)}
    .counts{list-style:none;padding:0;margin:0;max-width:460px}
    .counts li{display:flex;justify-content:space-between;gap:16px;padding:6px 0;border-bottom:1px solid var(--line)}
    .stack{display:grid;gap:4px}.stack label{margin-top:10px}.stack button{margin-top:16px}
    .stack.wide{max-width:640px;padding:0;margin:0}
    .actions{display:flex;gap:12px;margin-top:8px}.inline{display:inline}
    .words{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:0}
    pre.words{background:var(--faint);border:1px solid var(--line);border-radius:6px;padding:12px 16px}
    .note pre.words{background:none;border:0;padding:0}
    code{font-size:13px;overflow-wrap:anywhere}
    .empty{padding:26px;text-align:center;background:var(--faint);border-radius:6px;color:var(--soft)}
    .map svg{display:block;width:100%;min-width:620px;height:auto;border:1px solid var(--line)}
    .maps{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,560px),1fr));gap:16px}.maps figure{margin:0;min-width:0}
    figcaption{font-weight:600;margin-bottom:4px}
    progress{width:100%;max-width:420px;display:block;margin:0 0 16px}
    footer.wide{padding-bottom:28px;color:var(--soft);font-size:13px}footer p:first-child{border-top:1px solid var(--line);padding-top:12px}
    footer p{margin:2px 0}
    @media(max-width:900px){.columns{grid-template-columns:minmax(0,1fr)}.top .wide{flex-wrap:wrap;gap:0 16px;padding-top:8px}.top nav{order:3;flex-basis:100%;overflow-x:auto}.top nav ul{flex-wrap:nowrap}.brand{flex:1}}
    @media(max-width:640px){
    .wide{padding:0 14px}h1{font-size:21px}
    .top nav a{padding:10px 9px 8px}
    .filters>div{flex:1 1 44%}.filters input,.filters select,.filters #q,.fields>div,.fields input,.fields select{width:100%;max-width:none}
    .scroll:not(.map){overflow:visible}
    table.cards,.cards tbody,.cards tr,.cards td,.cards tbody th{display:block;width:auto}
    .cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    .cards tr{border:1px solid var(--line);border-radius:6px;padding:8px 12px;margin-bottom:10px;position:relative}
    .cards td,.cards tbody th{border:0;padding:2px 0 2px 7.4em;position:relative;min-height:28px;text-align:left!important}
    .cards [data-label]:before{content:attr(data-label);position:absolute;left:0;top:3px;width:7em;color:var(--soft);font-size:13px;font-weight:400}
    .cards tbody td:empty{display:none}
    .cards tbody td:has(>bdi:only-child:empty){display:none}
    .cards .tick{padding:0;position:absolute;right:12px;top:8px;display:block;width:auto;z-index:1}
    .cards tbody .tick input{width:24px;height:24px}
    .facts{grid-template-columns:repeat(auto-fill,minmax(140px,1fr))}
    .figures>div{padding:10px 12px}.figures b{font-size:22px}
    table:not(.cards){display:block;overflow-x:auto}
    .choose{float:none}
    button,input:not([type=checkbox]),select{min-height:42px}}
    @media print{.top,.filters,.several,.tick,.pages,.steps,form button{display:none}}
    """
}
