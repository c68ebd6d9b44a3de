import {
  address,
  oneOf,
  sampleEvent,
  seeded,
  SOURCES,
  STATUS_TEXTS,
  SUBJECTS,
  UNITS,
  uuidOf,
} from '../sample-words.js';
import type { SampleEvent } from '../sample-words.js';

/*
 * An archive to search in: cases with parties, documents and notes, in words that are spread as those of a language are
 * (the nth word is n times as rare as the first), so that some stand nearly everywhere and most nearly nowhere.
 */

const WORDS = 40_000;
const GIVEN_NAMES = 400;
const FAMILY_NAMES = 3_000;
const ONSETS = [
  'b',
  'd',
  'f',
  'g',
  'h',
  'k',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  't',
  'v',
  'sk',
  'st',
  'kr',
  'br',
  'tr',
  'fl',
];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'y', 'æ', 'ø', 'å'];
const ENDS = ['', 'n', 'r', 's', 't', 'l', 'nd', 'ng', 'lse', 'hed', 'ning'];

/** How much there is of what. */
export interface ArchiveSize {
  readonly cases: number;
  readonly documents: number;
  readonly notes: number;
  readonly parties: number;
}

/** As many documents and notes as half the cases each, and as many parties as two in five. */
export const archiveOf = (cases: number): ArchiveSize => ({
  cases,
  documents: Math.ceil(cases / 2),
  notes: Math.ceil(cases / 2),
  parties: Math.ceil((cases * 2) / 5),
});

/** Its events in portions, the same in every run. */
export function* sampleArchive({ cases, documents, notes, parties }: ArchiveSize): Generator<SampleEvent[]> {
  const random = seeded(17);
  const lexicon = lexiconOf(WORDS, seeded(3), 2, 4);
  const given = lexiconOf(GIVEN_NAMES, seeded(4), 1, 3).map(named);
  const family = lexiconOf(FAMILY_NAMES, seeded(5), 2, 3).map(named);
  const rare = <T>(list: readonly T[]): T => oneOf(list, list.length ** random() - 1);
  const sentence = (length: number): string => Array.from({ length }, () => rare(lexicon)).join(' ');
  // The commonest given name has one in fifty, the commonest family name one in twenty-five: as in Denmark.
  const name = (): string =>
    `${oneOf(given, given.length * random() ** 1.5)} ${oneOf(family, family.length * random() ** 2.5)}`;
  const people = Array.from({ length: parties }, (_, n) => ({ cpr: numberOf(n), name: name() }));
  let made = 0;
  const say = (name: string, uuid: string, data: unknown, source: string): SampleEvent => {
    const n = made++;
    const time = new Date(Date.UTC(2026, 0, 2) + n * 1_000).toISOString();
    return sampleEvent(name, uuid, data, { id: `archive#${n}`, source, time });
  };
  const makers: { count: number; make: (n: number) => SampleEvent[] }[] = [
    {
      count: parties,
      make: (n) => {
        const { cpr, name } = oneOf(people, n);
        const uuid = uuidOf(`archive|party|${n}`);
        const source = oneOf(SOURCES, 0);
        const identifiers = [{ type: 'cpr', value: cpr }];
        return [
          say('party.registered', uuid, { kind: 'person', identifiers, name }, source),
          say('party.address-changed', uuid, address(n), source),
        ];
      },
    },
    {
      count: cases,
      make: (n) => {
        const { kle, title } = oneOf(SUBJECTS, random() * SUBJECTS.length);
        const named = [primary(n, parties), ...(random() < 0.3 ? [Math.floor(random() * parties)] : [])];
        const data = {
          caseNumber: `2026-${String(n).padStart(6, '0')}`,
          title: `${title}, ${sentence(2)}`,
          kle,
          facet: 'G01',
          sensitivity: oneOf(['notConfidential', 'confidential', 'sensitive'], random() * 3),
          openedOn: `2026-0${1 + (n % 6)}-${10 + (n % 18)}`,
          statusText: oneOf(STATUS_TEXTS, random() * STATUS_TEXTS.length),
          responsibleUnit: oneOf(UNITS, random() * UNITS.length),
          parties: named.map((person, index) => ({
            role: index === 0 ? 'primary' : 'secondary',
            party: {
              kind: 'person',
              identifier: { type: 'cpr', value: oneOf(people, person).cpr },
              name: oneOf(people, person).name,
            },
          })),
        };
        return [say('case.registered', caseUuid(n), data, sourceOf(n))];
      },
    },
    {
      count: documents,
      make: (n) => {
        const on = Math.floor(random() * cases);
        const data = {
          documentNumber: `D-${n}`,
          title: `${oneOf(['Partshøring', 'Afgørelse', 'Lægeerklæring'], n)} ${sentence(2)}`,
          documentType: 'Brev',
          letterDate: `2026-0${1 + (n % 6)}-${10 + (n % 18)}`,
          sensitivity: 'confidential',
          progress: 'final',
          cases: [{ caseId: caseUuid(on), link: 'filed' }],
        };
        return [say('document.registered', uuidOf(`archive|document|${n}`), data, sourceOf(on))];
      },
    },
    {
      count: notes,
      make: (n) => {
        const on = Math.floor(random() * cases);
        const data = {
          caseId: caseUuid(on),
          title: oneOf(['Telefonsamtale', 'Møde med borger', 'Intern sparring'], n),
          text: `Borgeren ${sentence(25)}.`,
          format: 'text',
          author: { kind: 'user', id: 'bench' },
          notedOn: `2026-0${1 + (n % 6)}-${10 + (n % 18)}`,
        };
        return [say('journal-note.recorded', uuidOf(`archive|note|${n}`), data, sourceOf(on))];
      },
    },
  ];
  let portion: SampleEvent[] = [];
  for (const { count, make } of makers)
    for (let n = 0; n < count; n++) {
      portion.push(...make(n));
      if (portion.length < 500) continue;
      yield portion;
      portion = [];
    }
  if (portion.length > 0) yield portion;
}

const caseUuid = (n: number): string => uuidOf(`archive|case|${n}`);
const sourceOf = (caseNumber: number): string => oneOf(SOURCES, caseNumber);
const primary = (n: number, parties: number): number => n % parties;
const named = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Ten digits of nobody: days from 61 on. No two of the first million are the same. */
function numberOf(n: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(61 + (n % 28))}${two(1 + (Math.floor(n / 28) % 12))}${two(Math.floor(n / 336) % 100)}${String(1_000 + (Math.floor(n / 33_600) % 9_000))}`;
}

/** Different words that could be Danish. */
function lexiconOf(count: number, random: () => number, fewest: number, most: number): string[] {
  const words = new Set<string>();
  const any = (list: readonly string[]): string => oneOf(list, random() * list.length);
  while (words.size < count) {
    const syllables = fewest + Math.floor(random() * (most - fewest + 1));
    words.add(`${Array.from({ length: syllables }, () => any(ONSETS) + any(VOWELS)).join('')}${any(ENDS)}`);
  }
  return [...words];
}
