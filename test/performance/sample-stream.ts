import {
  address,
  HANDLERS,
  oneOf,
  person,
  sampleEvent,
  seeded,
  SOURCES,
  STATUS_TEXTS,
  SUBJECTS,
  UNITS,
  uuidOf,
} from './sample-words.js';
import type { SampleEvent } from './sample-words.js';

/*
 * A day in the life of a municipality as a stream of events: new cases (half of them naming a party), changes of
 * progress of cases that are being worked on, a few documents, notes and party events. About 650 bytes each.
 */

const OPEN_CASES = 400;
const PERSONS = 3_000;

interface OpenCase {
  readonly uuid: string;
  readonly source: string;
}

/** Gives the next events of the stream each time it is called; no event comes twice. */
export function sampleStream(seed: number): (count: number) => SampleEvent[] {
  const random = seeded(seed);
  const open: OpenCase[] = [];
  let made = 0;

  const next = (): SampleEvent => {
    const n = made++;
    const time = new Date(Date.UTC(2026, 0, 5) + n * 1_000).toISOString();
    const draw = random();
    const current = open[Math.floor(random() * open.length)];
    if (current === undefined || draw < 0.2) return newCase(n, time);
    const said = { id: `${seed}#${n}`, source: current.source, time };
    if (draw < 0.86) return progressChanged(current, said);
    if (draw < 0.91) return documentRegistered(current, n, said);
    if (draw < 0.95) return noteRecorded(current, n, said);
    return partyEvent(n, said);
  };

  const newCase = (n: number, time: string): SampleEvent => {
    const uuid = uuidOf(`${seed}|case|${n}`);
    const source = oneOf(SOURCES, random() * SOURCES.length);
    open.push({ uuid, source });
    if (open.length > OPEN_CASES) open.splice(Math.floor(random() * 40), 1);
    const data = {
      ...caseData(`2026-${String(n).padStart(6, '0')}`, random),
      parties: random() < 0.5 ? [partyInCase()] : [],
    };
    return sampleEvent('case.registered', uuid, data, { id: `${seed}#${n}`, source, time });
  };

  const partyInCase = (): object => {
    const { cpr, name } = person(Math.floor(random() * PERSONS));
    return { party: { kind: 'person', identifier: { type: 'cpr', value: cpr }, name }, role: 'primary' };
  };

  const progressChanged = ({ uuid }: OpenCase, said: Said): SampleEvent => {
    const statusText = oneOf(STATUS_TEXTS, random() * STATUS_TEXTS.length);
    const progress = oneOf(['informed', 'informed', 'decided', 'closed'], random() * 4);
    return sampleEvent('case.progress-changed', uuid, { progress, statusText }, said);
  };

  const partyEvent = (n: number, said: Said): SampleEvent => {
    const who = Math.floor(random() * PERSONS);
    const uuid = uuidOf(`${said.source}|party|${who}`);
    if (random() < 0.4) return sampleEvent('party.address-changed', uuid, address(n), said);
    const { cpr, name } = person(who);
    return sampleEvent(
      'party.registered',
      uuid,
      { kind: 'person', identifiers: [{ type: 'cpr', value: cpr }], name },
      said,
    );
  };

  return (count) => Array.from({ length: count }, next);
}

type Said = Parameters<typeof sampleEvent>[3];

const REMARK =
  'Borgeren er orienteret pr. telefon og har fået frist til fredag i næste uge til at indsende de sidste bilag i sagen.';

/** What a source says of a case when it opens it, but for its parties. */
export function caseData(caseNumber: string, random: () => number): Record<string, unknown> {
  const { kle, title } = oneOf(SUBJECTS, random() * SUBJECTS.length);
  return {
    caseNumber,
    title,
    kle,
    facet: 'G01',
    sensitivity: oneOf(['notConfidential', 'confidential', 'sensitive'], random() * 3),
    openedOn: `2026-0${1 + Math.floor(random() * 6)}-${10 + Math.floor(random() * 18)}`,
    statusText: oneOf(STATUS_TEXTS, random() * STATUS_TEXTS.length),
    responsibleUnit: oneOf(UNITS, random() * UNITS.length),
    primaryHandler: oneOf(HANDLERS, random() * HANDLERS.length),
    hop: { url: `https://fagsystem.example/sager/${caseNumber}` },
  };
}

function documentRegistered({ uuid: caseId, source }: OpenCase, n: number, said: Said): SampleEvent {
  return sampleEvent('document.registered', uuidOf(`${source}|document|${said.id}`), documentData(caseId, n), said);
}

function noteRecorded({ uuid: caseId, source }: OpenCase, n: number, said: Said): SampleEvent {
  return sampleEvent('journal-note.recorded', uuidOf(`${source}|note|${said.id}`), noteData(caseId, n), said);
}

const day = (n: number): string => `2026-0${1 + (n % 6)}-${10 + (n % 18)}`;

/** A letter on a case. */
export function documentData(caseId: string, n: number): Record<string, unknown> {
  return {
    documentNumber: `D-${n}`,
    title: oneOf(
      ['Partshøring', 'Kvittering for ansøgning', 'Afgørelse med klagevejledning', 'Lægeerklæring LÆ 145'],
      n,
    ),
    documentType: oneOf(['Brev', 'Notat', 'Erklæring'], n),
    direction: oneOf(['outgoing', 'incoming', 'internal'], n),
    letterDate: day(n),
    version: '1.0',
    sensitivity: 'confidential',
    progress: 'final',
    cases: [{ caseId, link: n % 4 === 0 ? 'attached' : 'filed' }],
    hop: { url: `https://fagsystem.example/dokumenter/D-${n}` },
  };
}

/** A note on a case. */
export function noteData(caseId: string, n: number): Record<string, unknown> {
  return {
    caseId,
    title: oneOf(['Telefonsamtale', 'Møde med borger', 'Intern sparring'], n),
    text: `${oneOf(STATUS_TEXTS, n)}. ${REMARK}`,
    format: 'text',
    author: oneOf(HANDLERS, n),
    notedOn: day(n),
  };
}
