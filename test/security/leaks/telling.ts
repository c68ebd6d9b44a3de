import type { Oracle } from './oracle.js';
import {
  FOUND_BY,
  SOURCES,
  uuid,
  type Judged,
  type Municipality,
  type Naming,
  type PlainCase,
  type PlainDocument,
  type PlainGrant,
  type PlainNote,
  type PlainPayment,
  type PlainService,
} from './plain-world.js';

/** What of an object is told: all of it, or what a caller may see, as if there were nothing else. */
export type Shown = Pick<Oracle, 'case' | 'document' | 'note' | 'benefit' | 'grant' | 'payment' | 'service'>;

export const EVERYTHING: Shown = {
  case: () => true,
  document: () => true,
  note: () => true,
  benefit: () => true,
  grant: () => true,
  payment: () => true,
  service: () => true,
};

/** The first half of a case's life, and the second, in which it may be judged by something else. */
const [JANUARY, MARCH] = ['2024-01-10', '2024-03-10'];
const LEVELS = ['notConfidential', 'confidential', 'sensitive', 'vip'];
const REGISTER = SOURCES[0] ?? '';

/** Null: what is not shown, whose place the others keep. */
type Told = readonly [type: string, data: object, day?: string] | null;
type Tell = (spoken: Spoken, family: string, told: readonly Told[]) => void;
interface Spoken {
  readonly id: string;
  readonly source: string;
  readonly gone?: 'removed' | 'purged' | null;
}

/** The events of a municipality, in an order in which everything comes after what it names. */
export function eventsOf(municipality: Municipality, authority: string, shown: Shown = EVERYTHING): object[] {
  const events: object[] = [];
  const tell: Tell = ({ id, source, gone = null }, family, told) => {
    const last: readonly Told[] =
      gone === null ? [] : [[gone, gone === 'removed' ? { reason: 'Fejl' } : { basis: 'Frist' }, '2024-05-01']];
    for (const [n, spoken] of [...told, ...last].entries()) {
      if (spoken === null) continue;
      const [type, data, day = JANUARY] = spoken;
      events.push({
        specversion: '1.0',
        id: `${family}-${id}-${n}`,
        source,
        authority,
        type: `dk.overblik.${family}.${type}.v1`,
        subject: `${family}/${id}`,
        time: `${day}T08:00:${String(n).padStart(2, '0')}Z`,
        data,
      });
    }
  };
  tellRegisters(municipality, tell);
  for (const each of municipality.cases) if (shown.case(each)) tell(each, 'case', caseTold(each));
  for (const each of municipality.documents) if (shown.document(each)) tell(each, 'document', documentTold(each));
  for (const each of municipality.notes) if (shown.note(each)) tell(each, 'journal-note', [noteTold(each)]);
  for (const each of municipality.grants) if (shown.grant(each)) tell(each, 'grant', grantTold(each, shown));
  for (const each of municipality.payments) if (shown.payment(each)) tell(each, 'payment', paymentTold(each));
  for (const each of municipality.services) if (shown.service(each)) tell(each, 'service', serviceTold(each));
  return events;
}

/** What has no rights of its own: sources, units, and the persons whom party events found. */
function tellRegisters({ units, people }: Municipality, tell: Tell): void {
  const capabilities = { sequence: false, notes: false, hop: false, snapshots: false };
  for (const [index, source] of SOURCES.entries())
    tell({ id: uuid(0, index), source }, 'source', [
      ['registered', { name: `System ${index}`, capabilities, expectedInterval: 'P3650D' }],
      ...(index === SOURCES.length - 1 ? [['outage-declared', { reason: 'Nedbrud' }] as const] : []),
    ]);
  for (const { id, parent, movedFrom, isClosed } of units) {
    const below = (unit: string | null): object => (unit === null ? {} : { parentUnitId: unit });
    tell({ id, source: REGISTER }, 'unit', [
      ['registered', { name: `Enhed ${id.slice(-1)}`, ...below(movedFrom === undefined ? parent : movedFrom) }],
      ...(movedFrom === undefined ? [] : [['changed', { parentUnitId: parent }, MARCH] as const]),
      ...(isClosed ? [['closed', {}, MARCH] as const] : []),
    ]);
  }
  for (const [index, { cpr, name, household }] of people.entries()) {
    if (name === null) continue;
    const other = people.find((person) => person.cpr === household);
    tell({ id: uuid(4, index), source: REGISTER }, 'party', [
      ['registered', { kind: 'person', name, identifiers: [{ type: 'cpr', value: cpr }] }],
      other === undefined
        ? null
        : ['relation-started', { kind: 'household', party: personOf({ person: other, name: other.called }) }],
    ]);
  }
}

const personOf = ({ person: { cpr }, name }: Naming): object => ({
  kind: 'person',
  identifier: { type: 'cpr', value: cpr },
  ...(name === null ? {} : { name }),
});
const unitActor = (unit: string | null): object | null => (unit === null ? null : { kind: 'unit', id: unit });
const without = (fields: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

function caseTold(each: PlainCase): Told[] {
  const first: Judged = each.once ?? each;
  const { label, words, people, related, classes, profile, once } = each;
  const index = Number(label.split('-')[1]);
  const moved: readonly Told[] =
    once === null
      ? []
      : [
          ['reclassified', { kle: each.kle }, MARCH],
          ['sensitivity-changed', { sensitivity: LEVELS[each.level] }, MARCH],
          ['attributes-changed', { responsibleUnit: unitActor(each.unit) }, MARCH],
        ];
  return [
    [
      'registered',
      without({
        caseNumber: `S${label}`,
        title: `${FOUND_BY} sag ${label} ${words}`.trim(),
        kle: first.kle,
        sensitivity: LEVELS[first.level],
        responsibleUnit: unitActor(first.unit),
        openedOn: `2023-0${1 + (index % 6)}-01`,
        parties: people.map((named) => ({ party: personOf(named), role: 'primary' })),
      }),
    ],
    ...related.map((caseId): Told => ['related', { kind: 'precedent', caseId }]),
    ...classes.map((viewClass): Told => ['visibility-restricted', { viewClass }]),
    ...(profile.length === 0 ? [] : [['security-profile-set', { members: profile.map(memberOf) }] as const]),
    ...(index % 3 === 0 ? [['decided', { outcome: 'granted', decidedOn: '2024-02-01' }] as const] : []),
    ...(index % 4 === 0 ? [['progress-changed', { progress: 'closed' }, MARCH] as const] : []),
    ...moved,
  ];
}

const memberOf = (member: string): object => {
  const [kind, id] = member.split(' ');
  return { kind, id };
};

const documentTold = ({ label, level, cases, people }: PlainDocument): Told[] => [
  [
    'registered',
    {
      title: `${FOUND_BY} brev ${label}`,
      documentType: 'Brev',
      letterDate: `2024-01-${String(1 + (label.length % 9)).padStart(2, '0')}`,
      sensitivity: LEVELS[level],
      progress: 'final',
      cases: cases.map((each, n) => ({ caseId: each?.id ?? uuid(1, 999), link: n === 0 ? 'filed' : 'attached' })),
      parties: people.map((named) => ({ party: personOf(named), role: 'primary' })),
    },
  ],
];

const noteTold = ({ label, case: { id }, corrects }: PlainNote): Told => [
  corrects === null ? 'recorded' : 'corrected',
  {
    caseId: id,
    title: `${FOUND_BY} notat ${label}`,
    text: 'Borger ringede om boligstøtte',
    format: 'text',
    author: { kind: 'user', id: 'u1' },
    notedOn: '2024-01-05',
    ...(corrects === null ? {} : { supersedes: corrects.id }),
  },
];

function grantTold(grant: PlainGrant, shown: Shown): Told[] {
  const benefits = grant.benefits.filter((benefit) => shown.benefit(grant, benefit));
  const planOf = (benefitId: string, amount: string): object => ({
    id: `p-${benefitId}`,
    benefitId,
    frequency: 'monthly',
    inArrears: false,
    dispositionDay: 1,
    amount,
  });
  return [
    [
      'granted',
      {
        grantNumber: `B${grant.label}`,
        caseId: grant.case.id,
        party: personOf(grant.person),
        start: '2024-01-01',
        sensitivity: LEVELS[grant.level],
        benefits: benefits.map(({ id, kle }) => ({
          id,
          name: `${FOUND_BY} ydelse ${id}`,
          kle,
          start: `2024-01-0${1 + Number(id[1])}`,
        })),
        plans: benefits.map(({ id }) => planOf(id, '100.00')),
      },
    ],
    ...grant.benefits.flatMap((benefit): Told[] => {
      const { id } = benefit;
      if (!benefits.includes(benefit)) return [null, null];
      const isEnded = id === 'y1';
      return [
        ['plan-set', { plan: planOf(id, '200.00') }, MARCH],
        isEnded ? ['benefit-ended', { benefitId: id, end: '2024-08-31' }, MARCH] : null,
      ];
    }),
  ];
}

const paymentTold = ({ label, person, lines }: PlainPayment): Told[] => [
  [
    'calculated',
    {
      party: personOf(person),
      period: { from: '2024-02-01', to: '2024-02-29' },
      gross: grossOf(label),
      dispositionDate: '2024-02-29',
      lines: lines.map(({ grant, benefit }) => ({
        grantId: grant.id,
        benefitId: benefit.id,
        from: '2024-02-01',
        to: '2024-02-29',
        amount: '100.00',
      })),
    },
  ],
  ['paid', { amount: '100.00', paidOn: '2024-02-28' }],
];

/** What a payment is known by: no two of a world have the same. */
export const grossOf = (label: string): string => `${label.charCodeAt(0)}${label.slice(3).padStart(4, '0')}.00`;

const serviceTold = ({ label, case: { id }, person, kle }: PlainService): Told[] => [
  ['started', { caseId: id, party: personOf(person), kind: `indsats ${label}`, kle }],
];
