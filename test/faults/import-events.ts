import { uuidV5, URL_NAMESPACE } from '#contracts';

export const AUTHORITY = '29189846';
const SOURCES = ['urn:overblik:source:alfa', 'urn:overblik:source:beta'];
const CASES = 120;
const PARTIES = 40;

/** What the import brings: the events as sent, and the cases and numbers they are about. */
export interface ImportedList {
  readonly events: readonly object[];
  /** Ids that must be in the log, each once. */
  readonly accepted: readonly string[];
  readonly cases: readonly string[];
  readonly numbers: readonly string[];
}

const id = (kind: string, index: number): string => uuidV5(URL_NAMESPACE, `import-killed|${kind}|${index}`);
const cprOf = (index: number): string =>
  `${String(61 + (index % 28))}0${String(1 + (index % 9))}80${String(1000 + index)}`;

/**
 * A few thousand events of two sources, the same every time: cases with parties, what became of them, papers, parties
 * that share numbers, some that are purged, and some that are refused.
 */
export function importedList(): ImportedList {
  const random = dice(7);
  const events: (object & { id: string })[] = [];
  const refused = new Set<string>();
  const tell = (type: string, subject: string, data: object, source = SOURCES[0]): string => {
    const minute = String(events.length % 60).padStart(2, '0');
    const time = `2024-0${1 + random(9)}-1${random(10)}T0${random(10)}:${minute}:00Z`;
    const event = {
      specversion: '1.0',
      id: `e${events.length}`,
      source,
      type: `dk.overblik.${type}.v1`,
      subject,
      time,
      authority: AUTHORITY,
      data,
    };
    events.push(event);
    return event.id;
  };
  const ref = (): object => ({
    kind: 'person',
    identifier: { type: 'cpr', value: cprOf(random(PARTIES)) },
    ...(random(2) === 0 ? { name: `Navn ${random(50)}` } : {}),
  });
  const registration = (index: number): object => ({
    caseNumber: `2024-${index}`,
    title: `Sag ${random(1_000)}`,
    kle: '32.18.04',
    sensitivity: 'confidential',
    openedOn: '2024-01-01',
    parties: [{ party: ref(), role: 'primary' }],
  });
  for (let index = 0; index < CASES; index++) tell('case.registered', `case/${id('case', index)}`, registration(index));
  for (let index = 0; index < PARTIES; index++) {
    const identifiers = [
      { type: 'cpr', value: cprOf(index) },
      ...(index % 5 === 0 ? [{ type: 'cpr', value: cprOf(index + 1) }] : []),
    ];
    tell(
      'party.registered',
      `party/${id('party', index)}`,
      { kind: 'person', identifiers, name: `Person ${index}` },
      SOURCES[index % 2],
    );
  }
  for (let round = 0; round < 2_600; round++) {
    const at = random(CASES);
    const subject = `case/${id('case', at)}`;
    const party = random(PARTIES);
    switch (random(9)) {
      case 0:
        tell('case.party-added', subject, { party: ref(), role: 'secondary' });
        break;
      case 1:
        tell('case.party-ended', subject, { party: ref(), role: 'secondary' });
        break;
      case 2:
        tell('document.registered', `document/${id('document', random(150))}`, {
          title: `Brev ${round}`,
          documentType: 'Brev',
          sensitivity: 'confidential',
          progress: 'final',
          cases: [{ caseId: id('case', at), link: 'filed' }],
          parties: [ref()],
        });
        break;
      case 3:
        tell('journal-note.recorded', `journal-note/${id('note', random(150))}`, {
          caseId: id('case', at),
          title: 'Notat',
          text: `Tekst ${round}`,
          format: 'text',
          author: { kind: 'user', id: 'u1' },
          notedOn: '2024-03-01',
        });
        break;
      case 4:
        tell('party.name-changed', `party/${id('party', party)}`, { name: `Nyt navn ${round}` }, SOURCES[party % 2]);
        break;
      case 5:
        tell('case.related', subject, { kind: 'other', caseId: id('case', random(CASES)) });
        break;
      case 6:
        if (round % 20 === 0) refused.add(tell('case.registered', subject, { title: 'Mangler alt' }));
        break;
      default:
        tell('case.progress-changed', subject, {
          progress: ['opened', 'informed', 'decided', 'closed'][random(4)],
          statusText: `Status ${round}`,
        });
    }
  }
  // Last of all, so that nothing depends on whether something came before or after them.
  for (let index = 0; index < 5; index++) tell('case.purged', `case/${id('case', index * 7)}`, { basis: 'Arkivlov' });
  tell('party.purged', `party/${id('party', 3)}`, { basis: 'Arkivlov' }, SOURCES[1]);
  return {
    events,
    accepted: events.map((event) => event.id).filter((each) => !refused.has(each)),
    cases: Array.from({ length: CASES }, (_, index) => id('case', index)),
    numbers: Array.from({ length: PARTIES + 1 }, (_, index) => cprOf(index)),
  };
}

/** The same numbers every time (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * sides);
  };
}
