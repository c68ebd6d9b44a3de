import { startOfDay, type Instant } from '#contracts';
import { caseAt, progressChanges } from './cases.js';
import { courseOf, wordAt, type Person } from './parties.js';
import type { Eye } from './eye.js';
import type { Data } from './facts.js';
import { identifierNode } from './identity.js';
import type { Note, Paper } from './papers.js';

export interface Entry {
  readonly kind: string;
  readonly at: Instant;
  readonly objectId: string;
  readonly case: string | null;
}

/** "What applies, by its moment"; newest first. Titles are for reading and not compared. */
export function timelineOf(
  eye: Eye,
  person: Person,
  isHidden: boolean,
  cases: readonly string[],
  documents: readonly Paper[],
  notes: readonly Note[],
): Entry[] {
  const entries: Entry[] = [];
  for (const id of cases) {
    const view = caseAt(eye, id, () => '');
    const add = (kind: string, at: unknown): void => {
      if (typeof at === 'string')
        entries.push({ kind, at: at.length === 10 ? startOfDay(at) : at, objectId: id, case: id });
    };
    add('CASE_OPENED', view?.['openedOn']);
    add('CASE_CLOSED', view?.['closedOn']);
    add('CASE_DECIDED', (view?.['decision'] as { decidedOn: string } | null)?.decidedOn);
    progressChanges(eye, id).forEach((at) => add('CASE_PROGRESS', at));
  }
  documents.forEach(({ id, day }) => entries.push({ kind: 'DOCUMENT', at: startOfDay(day), objectId: id, case: null }));
  notes.forEach(({ id, day, caseId }) =>
    entries.push({ kind: 'JOURNAL_NOTE', at: startOfDay(day), objectId: id, case: caseId }),
  );
  const ofParty = (kind: string, attribute: string, isFirstToo: boolean): void => {
    const course = courseOf(eye, person, attribute);
    course
      .slice(isFirstToo ? 0 : 1)
      .forEach(({ from }) => entries.push({ kind, at: from, objectId: 'party', case: null }));
  };
  if (!isHidden) ofParty('ADDRESS', 'address', true);
  ofParty('PARTY', 'name', false);
  ofParty('PARTY', 'status', false);
  const numberChanges = new Map<string, Instant>();
  for (const { name, from, source, data } of person.subjects.flat()) {
    if (name !== 'party.identifier-changed' || from > eye.t) continue;
    const change = [data['old'], data['new']].map((number: Data) => identifierNode(number, source)).join(' → ');
    const known = numberChanges.get(change);
    if (known === undefined || from < known) numberChanges.set(change, from);
  }
  new Set(numberChanges.values()).forEach((at) => entries.push({ kind: 'PARTY', at, objectId: 'party', case: null }));
  const died = wordAt(person, 'diedOn', eye.t)?.value;
  if (typeof died === 'string' && startOfDay(died) <= eye.t)
    entries.push({ kind: 'PARTY', at: startOfDay(died), objectId: 'party', case: null });
  return entries;
}
