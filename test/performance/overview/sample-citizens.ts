import { caseData, documentData, noteData } from '../sample-stream.js';
import {
  address,
  oneOf,
  person,
  sampleEvent,
  seeded,
  SOURCES,
  sourceRegistered,
  STATUS_TEXTS,
  uuidOf,
} from '../sample-words.js';
import type { SampleEvent } from '../sample-words.js';

const CASES = 20;
const DOCUMENTS_PER_CASE = 3;
const NOTES_PER_CASE = 2;
const RELATIONS = ['spouse', 'child', 'child', 'child', 'household'] as const;
/** The other parties of cases and relations. */
const OTHERS = 200;
const OTHER_FROM = 10_000;

/** A citizen to ask for, and all events that make his view. */
export interface SampleCitizens {
  readonly numbers: readonly string[];
  readonly events: readonly SampleEvent[];
}

/** Citizens with 20 cases, 60 documents, 40 notes and 5 relations each; every case has a second party. */
export function sampleCitizens(count: number): SampleCitizens {
  const random = seeded(7);
  const events: SampleEvent[] = SOURCES.map((source) => sourceRegistered(source, '2026-01-01T00:00:00Z'));
  let made = 0;
  const say = (name: string, uuid: string, data: unknown, source: string): void => {
    const n = made++;
    const time = new Date(Date.UTC(2026, 0, 2) + n * 37_000).toISOString();
    events.push(sampleEvent(name, uuid, data, { id: `citizens#${n}`, source, time }));
  };
  const [register = ''] = SOURCES;
  const introduce = (n: number): void => {
    const { cpr, name } = person(n);
    say(
      'party.registered',
      partyUuid(n),
      { kind: 'person', identifiers: [{ type: 'cpr', value: cpr }], name, birthDate: '1980-01-01' },
      register,
    );
    say('party.address-changed', partyUuid(n), address(n), register);
  };
  for (let n = 0; n < OTHERS; n++) introduce(OTHER_FROM + n);
  const other = (): number => OTHER_FROM + Math.floor(random() * OTHERS);
  for (let citizen = 0; citizen < count; citizen++) {
    introduce(citizen);
    say('party.address-changed', partyUuid(citizen), address(citizen + 91), register);
    for (const [index, kind] of RELATIONS.entries()) {
      say(
        'party.relation-started',
        partyUuid(citizen),
        { kind, party: reference(OTHER_FROM + ((citizen * 5 + index) % OTHERS)) },
        register,
      );
    }
    for (let index = 0; index < CASES; index++) {
      const source = oneOf(SOURCES, random() * SOURCES.length);
      const number = citizen * CASES + index;
      const caseId = uuidOf(`citizens|case|${number}`);
      const parties = [
        { party: reference(citizen), role: 'primary' },
        { party: reference(other()), role: 'secondary' },
      ];
      say(
        'case.registered',
        caseId,
        { ...caseData(`2026-${String(number).padStart(6, '0')}`, random), parties },
        source,
      );
      say('case.progress-changed', caseId, { progress: 'informed', statusText: oneOf(STATUS_TEXTS, number) }, source);
      if (index % 4 === 0)
        say(
          'case.decided',
          caseId,
          { outcome: 'granted', decidedOn: '2026-05-04', legalBasis: 'Fiktiv lov § 1' },
          source,
        );
      for (let n = 0; n < DOCUMENTS_PER_CASE; n++) {
        const document = number * DOCUMENTS_PER_CASE + n;
        say('document.registered', uuidOf(`citizens|document|${document}`), documentData(caseId, document), source);
      }
      for (let n = 0; n < NOTES_PER_CASE; n++) {
        const note = number * NOTES_PER_CASE + n;
        say('journal-note.recorded', uuidOf(`citizens|note|${note}`), noteData(caseId, note), source);
      }
    }
  }
  return { numbers: Array.from({ length: count }, (_, citizen) => person(citizen).cpr), events };
}

const partyUuid = (n: number): string => uuidOf(`citizens|party|${n}`);

function reference(n: number): object {
  const { cpr, name } = person(n);
  return { kind: 'person', identifier: { type: 'cpr', value: cpr }, name };
}
