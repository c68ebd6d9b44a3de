import type { Instant } from '#contracts';
import { midnight } from './calendar.js';
import { caseAt, progressChanges } from './cases.js';
import { courseOf, wordAt, type Person } from './parties.js';
import type { Eye } from './eye.js';
import { byRank, type Data, type Fact } from './facts.js';
import { identifierNode } from './identity.js';
import type { Note, Paper } from './papers.js';

export interface Entry {
  readonly kind: string;
  readonly at: Instant;
  readonly title: string;
  readonly source: string | undefined;
  readonly objectId: string;
  readonly case: string | null;
}

const PHASES: Record<string, string> = {
  opened: 'Opstået',
  informed: 'Oplyst',
  ordered: 'Afgjort',
  decided: 'Afgjort',
  carriedOut: 'Afgjort',
  closed: 'Afsluttet',
};
const OUTCOMES: Record<string, string> = { GRANTED: 'bevilget', REFUSED: 'afslag' };

/** "What applies, by its moment; `title` is a sentence for a caseworker, in Danish." */
export function timelineOf(
  eye: Eye,
  person: Person,
  isHidden: boolean,
  cases: readonly string[],
  documents: readonly Paper[],
  notes: readonly Note[],
): Entry[] {
  const ofPaper = (kind: string, word: string, { id, day, view }: Paper, caseId: string | null): Entry => ({
    kind,
    at: midnight(day),
    title: `${word}: ${view['title'] as string}`,
    source: view['source'] as string,
    objectId: id,
    case: caseId,
  });
  return [
    ...cases.flatMap((id) => ofCase(eye, id)),
    ...documents.map((paper) => ofPaper('DOCUMENT', 'Dokument', paper, null)),
    ...notes.map((note) => ofPaper('JOURNAL_NOTE', 'Journalnotat', note, note.caseId)),
    ...ofParty(eye, person, isHidden),
  ];
}

function ofCase(eye: Eye, id: string): Entry[] {
  const view = caseAt(eye, id, () => '') as Data;
  const number = view['caseNumber'] as string;
  const entry = (kind: string, at: Instant, title: string): Entry => ({
    kind,
    at,
    title: `Sag ${number}${title}`,
    source: view['source'] as string,
    objectId: id,
    case: id,
  });
  const entries = progressChanges(eye, id).map(({ at, progress, statusText }) => {
    const phase = PHASES[progress] ?? '';
    const title = statusText === null ? `: ${phase}` : `: ${statusText} (${phase.toLowerCase()})`;
    return entry('CASE_PROGRESS', at, title);
  });
  const { openedOn, closedOn, decision, title } = view;
  if (openedOn !== null) entries.push(entry('CASE_OPENED', midnight(openedOn), ` blev oprettet: ${title}`));
  if (closedOn !== null) entries.push(entry('CASE_CLOSED', midnight(closedOn), ' blev afsluttet'));
  if (decision !== null) {
    const outcome = OUTCOMES[decision.outcome as string] ?? '';
    entries.push(entry('CASE_DECIDED', midnight(decision.decidedOn), ` blev afgjort: ${outcome}`));
  }
  return entries;
}

/** "ADDRESS each move (not while protected) · PARTY change of name, status, number, death." */
function ofParty(eye: Eye, person: Person, isHidden: boolean): Entry[] {
  const entry = (kind: string, at: Instant, source: string | undefined, title: string): Entry => ({
    kind,
    at,
    title,
    source,
    objectId: 'party',
    case: null,
  });
  const changes = (attribute: string, kind: string, isFirstToo: boolean, title: (value: unknown) => string): Entry[] =>
    courseOf(eye, person, attribute)
      .slice(isFirstToo ? 0 : 1)
      .map(({ from, value }) => entry(kind, from, wordAt(person, attribute, from)?.fact.source, title(value)));
  const died = wordAt(person, 'diedOn', eye.t);
  return [
    ...(isHidden ? [] : changes('address', 'ADDRESS', true, (value) => `Ny adresse: ${addressLine(value as Data)}`)),
    ...changes('name', 'PARTY', false, (name) => (isHidden ? 'Navneændring' : `Navneændring: ${name as string}`)),
    ...changes('status', 'PARTY', false, (status) => `Ny status: ${status as string}`),
    ...numberChanges(eye, person).map(({ from, source }) => entry('PARTY', from, source, 'Nyt identifikationsnummer')),
    ...(died !== undefined && midnight(died.value as string) <= eye.t
      ? [entry('PARTY', midnight(died.value as string), died.fact.source, 'Død')]
      : []),
  ];
}

function addressLine({ lines, postalCode, city }: Data): string {
  const place = [postalCode, city].filter((part) => part !== null).join(' ');
  return [(lines as string[]).join(', '), place].filter((part) => part !== '').join(', ');
}

/** A change that several tell of is one, from the earliest that is told; of several at one moment the last registered shows. */
function numberChanges(eye: Eye, person: Person): Fact[] {
  const first = new Map<string, Fact>();
  for (const fact of person.subjects.flat().filter(({ name }) => name === 'party.identifier-changed')) {
    const { data, source, from } = fact;
    const change = [data['old'], data['new']].map((number: Data) => identifierNode(number, source)).join(' → ');
    const known = first.get(change);
    if (known === undefined || from < known.from || (from === known.from && byRank(fact, known) < 0))
      first.set(change, fact);
  }
  const shown = new Map<Instant, Fact>();
  for (const fact of [...first.values()].filter(({ from }) => from <= eye.t)) {
    const known = shown.get(fact.from);
    if (known === undefined || byRank(fact, known) > 0) shown.set(fact.from, fact);
  }
  return [...shown.values()];
}
