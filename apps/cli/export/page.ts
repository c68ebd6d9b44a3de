import { danishMoment } from '../output/danish.js';
import type { ExportedObject, SeenAt } from './exported-object.js';
import { historyHtml } from './history-html.js';
import { escaped, viewHtml } from './view-html.js';

/** What the page says of the export itself. */
export interface PageFacts {
  readonly authority: string;
  readonly exportedAt: string;
  readonly by: string;
  /** The position up to which it was read. */
  readonly position: number;
}

/** The bundle as a person reads and prints it: one page in Danish that needs nothing from anywhere else. */
export function pageOf(object: ExportedObject, facts: PageFacts): string {
  const title = `${object.kind === 'case' ? 'Sag' : 'Part'} ${nameOf(object)}`;
  return `<!doctype html>
<html lang="da">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
<p>Udskrift fra Overblik · myndighed ${escaped(facts.authority)} · dannet ${escaped(danishMoment(facts.exportedAt))} af ${escaped(facts.by)} · læst til og med position ${facts.position}</p>
</header>
<main>
${object.views.map(viewSection).join('\n')}
<h2>Historik (${object.histories.reduce((sum, { entries }) => sum + entries.length, 0)} hændelser)</h2>
<p class="note">For hvert objekt i den rækkefølge hændelserne blev modtaget. Virkning: fra hvornår det gælder. Registreret: hvornår kilden registrerede det. Modtaget: hvornår Overblik modtog det.</p>
${object.histories.map(historyHtml).join('\n')}
</main>
<footer>
<p>Personnumre er maskeret, og beskyttede navne og adresser er udeladt. Mappens øvrige filer rummer hændelserne, som de er lagret, nøglerne der åbner dem, og beviset for at de er uændrede.</p>
<p>Kontrollér mappen med <code>overblik verify --bundle &lt;mappe&gt; --public-key &lt;fil&gt;</code>.</p>
</footer>
</body>
</html>
`;
}

function nameOf({ views, id }: ExportedObject): string {
  const view = views.find((seen) => seen.view !== null)?.view ?? {};
  const parts = [view['caseNumber'], view['title'], view['name']].filter((part) => typeof part === 'string');
  return parts.length === 0 ? id : parts.join(' – ');
}

function viewSection({ moment, view }: SeenAt): string {
  const heading =
    moment.asKnownAt === null ? 'Som det er nu' : `Som det var modtaget ${danishMoment(moment.asKnownAt)}`;
  const body = view === null ? '<p>Fandtes ikke på dette tidspunkt, eller er slettet.</p>' : viewHtml(view);
  return `<section class="view">\n<h2>${escaped(heading)}</h2>\n${body}\n</section>`;
}

const STYLE = `
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, "Segoe UI", sans-serif; color: #1b1b1b; background: #fff; margin: 0 auto; max-width: 60rem; padding: 2rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 2px solid #1b1b1b; }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; } h4 { font-size: .95rem; margin: 1rem 0 .1rem; }
header p, .when, .note, footer { color: #555; font-size: .87rem; }
.when { overflow-wrap: anywhere; margin: 0 0 .5rem; }
dl { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: .3rem 1rem; margin: 0; }
dt { color: #555; } dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid #ddd; overflow-wrap: break-word; white-space: pre-line; }
thead th { border-bottom-color: #888; font-weight: 600; }
.changes { table-layout: fixed; } .changes th, .changes td { overflow-wrap: anywhere; } .changes tbody th { font-weight: 400; color: #555; }
.item { border-top: 1px solid #ddd; padding: .75rem 0; }
article { break-inside: avoid; }
.erased { border-left: 4px solid #a30000; padding-left: .75rem; }
footer { margin-top: 3rem; border-top: 1px solid #888; }
@page { size: A4; margin: 18mm 16mm; }
@media print {
  body { font-size: 10pt; max-width: none; padding: 0; }
  h2, h3, h4 { break-after: avoid; } tr, .item { break-inside: avoid; } thead { display: table-header-group; }
  .view + .view { break-before: page; }
}
`;
