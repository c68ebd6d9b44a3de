import type { HistoryEntryView } from '#case-history';
import { danishMoment } from '../output/danish.js';
import { eventWord } from './event-words.js';
import type { ObjectHistory } from './exported-object.js';
import { labelOf } from './labels.js';
import { escaped, valueHtml } from './view-html.js';

/** What an object is called on paper: the word for its family, and the fields of its events that name it. */
const FAMILIES: Readonly<Record<ObjectHistory['family'], readonly [word: string, ...fields: string[]]>> = {
  case: ['Sag', 'caseNumber', 'title'],
  party: ['Part', 'name'],
  document: ['Dokument', 'documentNumber', 'title'],
  'journal-note': ['Journalnotat', 'title'],
  grant: ['Bevilling', 'grantNumber'],
  payment: ['Udbetaling', 'dispositionDate'],
  service: ['Indsats', 'kind'],
};

/** All that happened to one object, under its name. */
export function historyHtml({ family, id, entries }: ObjectHistory): string {
  const [word, ...fields] = FAMILIES[family];
  const names = fields.map((field) => lastTold(entries, field)).filter((name) => name !== undefined);
  const title = names.length === 0 ? id : names.join(' – ');
  return `<section>\n<h3>${escaped(`${word} ${title}`)}</h3>\n${entries.map(entryHtml).join('\n')}\n</section>`;
}

/** A field as the last event has it that tells it. */
function lastTold(entries: readonly HistoryEntryView[], field: string): string | undefined {
  return entries
    .map(({ data }) => (data as Readonly<Record<string, unknown>> | null)?.[field])
    .findLast((value): value is string => typeof value === 'string' && value !== '');
}

function entryHtml(entry: HistoryEntryView): string {
  const { effectiveFrom, effectiveTo, registeredAt, recordedAt, registeredBy, source, erased, erasure } = entry;
  const until = effectiveTo === null ? '' : ` til ${danishMoment(effectiveTo)}`;
  const by = registeredBy === null ? '' : ` af ${registeredBy}`;
  const gone =
    erasure === null ? 'Slettet' : `Slettet ${danishMoment(erasure.at)} af ${erasure.by}. Grundlag: ${erasure.basis}`;
  return `<article>
<h4>${escaped(entry.position)} · ${escaped(eventWord(entry.type))}</h4>
<p class="when">Virkning ${escaped(danishMoment(effectiveFrom) + until)} · Registreret ${escaped(danishMoment(registeredAt) + by)} · Modtaget ${escaped(danishMoment(recordedAt))} · ${escaped(source)} · ${escaped(entry.eventId)}</p>
${erased ? `<p class="erased">${escaped(gone)}</p>` : changesHtml(entry)}
</article>`;
}

function changesHtml({ changed }: HistoryEntryView): string {
  if (changed.length === 0) return '<p class="note">Ændrede ikke visningen.</p>';
  const rows = changed.map(
    ({ path, before, after }) =>
      `<tr><th>${escaped(path.slice(1).split('/').map(labelOf).join(' › '))}</th><td>${valueHtml(before)}</td><td>${valueHtml(after)}</td></tr>`,
  );
  return `<table class="changes"><thead><tr><th>Felt</th><th>Før</th><th>Efter</th></tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}
