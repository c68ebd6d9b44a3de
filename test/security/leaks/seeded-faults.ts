import type { PlainCaller } from './callers.js';
import type { Municipality } from './plain-world.js';

/** A statement on its way to the database. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A fault that the test alone puts in; each part is one place where a product could go wrong. */
export interface SeededFault {
  readonly name: string;
  /** A text that stands once in `overblik.group_sees_case`, and what it becomes. */
  readonly rule?: readonly [text: string, becomes: string];
  /** What stands in statements, and what it becomes. */
  readonly statement?: readonly (readonly [text: string | RegExp, becomes: string])[];
  /** What the statements are told of the caller's groups. */
  readonly grounds?: (grounds: readonly Ground[], municipality: Municipality) => readonly Ground[];
  /** How the token's privileges are misread. */
  readonly misread?: (caller: PlainCaller, municipality: Municipality) => PlainCaller;
}

/** A privilege group as statements take it. */
export interface Ground {
  readonly kle: readonly string[];
  readonly sensitivity: number;
  readonly units: readonly string[];
  readonly sources: readonly string[];
  readonly classes: readonly string[];
  readonly members: readonly string[];
}

const everyGroup =
  (change: (group: PlainCaller['groups'][number], municipality: Municipality) => PlainCaller['groups'][number]) =>
  (caller: PlainCaller, municipality: Municipality): PlainCaller => ({
    ...caller,
    groups: caller.groups.map((group) => change(group, municipality)),
  });
const unionOf = (lists: readonly (readonly string[])[]): readonly string[] =>
  lists.some(([first]) => first === '*') ? ['*'] : lists.flat();

/** The property must see every one of them. */
export const SEEDED_FAULTS: readonly SeededFault[] = [
  {
    name: 'constraints are united before they are ANDed',
    grounds: (all) => [
      {
        kle: unionOf(all.map(({ kle }) => kle)),
        sensitivity: Math.max(...all.map(({ sensitivity }) => sensitivity)),
        units: unionOf(all.map(({ units }) => units)),
        sources: unionOf(all.map(({ sources }) => sources)),
        classes: unionOf(all.map(({ classes }) => classes)),
        members: unionOf(all.map(({ members }) => members)),
      },
    ],
  },
  {
    name: '`320`, `3*` and `32.1` are read as all that begins so',
    misread: everyGroup((group) =>
      ['320', '3*', '32.1'].includes(group.fault?.value ?? '') ? { ...group, fault: null, kle: ['32'] } : group,
    ),
  },
  {
    name: 'a bad constraint is passed over, and the others of its group hold',
    misread: everyGroup((group) => ({ ...group, fault: null })),
  },
  {
    name: 'a caseworker without KLE or sensitivity is bound by neither',
    misread: everyGroup((group) => ({ ...group, kle: group.kle ?? ['*'], level: group.level ?? 3 })),
  },
  {
    name: 'a group of another authority counts',
    misread: everyGroup((group, { letter }) => ({ ...group, in: letter })),
  },
  {
    name: 'KLE is compared by characters',
    rule: [
      'group_kle && kle_path',
      `exists (select from unnest(group_kle) k where translate(kle_path[3], '.', '') ~ translate(k, '.', ''))`,
    ],
  },
  {
    name: 'sensitivity is one level too open',
    rule: ['sensitivity <= group_sensitivity', 'sensitivity <= group_sensitivity + 1'],
  },
  {
    name: 'a case without unit is open to every unit',
    rule: ['unit = any (group_units)', '(unit is null or unit = any (group_units))'],
  },
  { name: 'the source of the case is forgotten', rule: ['source = any (group_sources)', 'true'] },
  {
    name: 'one view class of several is enough',
    rule: ['view_classes <@ group_classes', `(view_classes = '{}' or view_classes && group_classes)`],
  },
  { name: 'an auditor is bound by the security profile', rule: [`group_members[1] = '*' or`, ''] },
  { name: 'a security profile binds nobody', rule: ['profile && group_members', 'true'] },
  {
    name: "a security profile's unit lets its sub-units in",
    grounds: (all, { units }) => {
      const above = (id: string): string[] => {
        const parent = units.find((unit) => unit.id === id)?.parent ?? null;
        return parent === null ? [] : [parent, ...above(parent)];
      };
      const more = (member: string): string[] =>
        member.startsWith('unit/') ? above(member.slice(5)).map((id) => `unit/${id}`) : [];
      return all.map((ground) => ({
        ...ground,
        members: ground.members.flatMap((member) => [member, ...more(member)]),
      }));
    },
  },
  {
    name: 'sub-units are left out',
    statement: [[/case when g\.units\[1\] = '\*' then g\.units else .*? end as units/s, 'g.units']],
  },
  {
    name: 'the count is taken before the filter',
    statement: [
      // Scores are counted too, to see whether all is told: whoever counts too much must not be caught by that.
      ...['scored', 'keyed'].map((matches): [string, string] => [
        `counted.total, counted.${matches}`,
        `(select count(*) from overview.case_current)::int as total, 2147483647 as ${matches}`,
      ]),
    ],
  },
  {
    name: 'a link of another authority counts',
    statement: [['join overview.document_case l on l.authority = $2::text and', 'join overview.document_case l on']],
  },
  {
    name: 'the units of another authority count',
    statement: [['where u.authority = $2::text and', 'where']],
  },
  {
    name: 'a document is seen by its own sensitivity and source alone',
    statement: [['(d.without_case or', '(true or']],
  },
  {
    name: 'a payment is seen by one of its benefits',
    statement: [
      [
        'and not exists (select 1 from overview.payment_line l where',
        'and exists (select 1 from overview.payment_line l where',
      ],
      [
        'and not exists (select 1 from overview.grant_current gr join',
        'and exists (select 1 from overview.grant_current gr join',
      ],
    ],
  },
  {
    name: 'a correction that is hidden takes the note away',
    statement: [['sc.case_id is null', 'true']],
  },
  {
    name: 'a case tells a name to those who may not see it',
    statement: [['from overview.case_current mc where', 'from overview.case_current mc where true or']],
  },
];
