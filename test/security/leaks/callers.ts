import fc from 'fast-check';
import type { UncheckedPrivileges } from '#access';
import { SOURCES, UNIT_IDS, USERS, VIEW_CLASSES, type Level } from './plain-world.js';

/** One privilege group; null: it does not carry that constraint. */
export interface Group {
  readonly role: string;
  /** The letter of the municipality that it is given in. */
  readonly in: string;
  readonly kle: readonly string[] | null;
  readonly level: Level | null;
  readonly units: readonly string[] | null;
  readonly sources: readonly string[] | null;
  readonly classes: readonly string[];
  /** A constraint that denies the group: put in beside the others, or in place of the one of its name. */
  readonly fault: { readonly name: string; readonly value: string } | null;
}

export interface PlainCaller {
  readonly user: string;
  readonly unit: string | null;
  readonly groups: readonly Group[];
  readonly form: 'json' | 'xml';
}

const one = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const orNone = <T>(weight: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ weight, arbitrary }, { weight: 10 - weight, arbitrary: fc.constant(null) });
const some = <T>(...values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.uniqueArray(one(...values), { minLength: 1, maxLength: 4 });

const kle = fc.oneof(
  { weight: 8, arbitrary: fc.constant(['*']) },
  {
    weight: 6,
    arbitrary: some('32', '32.*', '32.18', '32.18.*', '32.18.04', '27', '27.18.*', '33.*', '20', '32.81.18', '03'),
  },
);
const level = fc.oneof(...([1, 2, 3, 5] as const).map((weight, n) => ({ weight, arbitrary: fc.constant(n as Level) })));
const FAULTS: readonly (readonly [name: string, value: string])[] = [
  ['KLE', '320'],
  ['KLE', '3*'],
  ['KLE', '32.1'],
  ['KLE', '32,,27'],
  ['KLE', ''],
  ['foelsomhed', 'Vip'],
  ['foelsomhed', 'sensitive,vip'],
  ['orgenhed', '*'],
  ['itsystem', '*'],
  ['visningsklasse', ' '],
  ['afdeling', 'Nord'],
  ['kle', '*'],
];
const group: fc.Arbitrary<Group> = fc.record({
  role: fc.oneof(
    { weight: 12, arbitrary: fc.constant('caseworker') },
    { weight: 2, arbitrary: fc.constant('auditor') },
    { weight: 1, arbitrary: one('dpo', 'operator', 'advisAdministrator') },
  ),
  in: fc.oneof({ weight: 4, arbitrary: fc.constant('A') }, { weight: 1, arbitrary: fc.constant('B') }),
  kle: fc.oneof({ weight: 30, arbitrary: kle }, { weight: 1, arbitrary: fc.constant(null) }),
  level: fc.oneof({ weight: 30, arbitrary: level }, { weight: 1, arbitrary: fc.constant(null) }),
  units: orNone(3, some(...UNIT_IDS)),
  sources: orNone(3, some(...SOURCES)),
  classes: fc.oneof(fc.constant([]), some(...VIEW_CLASSES), fc.constant([...VIEW_CLASSES])),
  fault: orNone(
    1,
    one(...FAULTS).map(([name, value]) => ({ name, value })),
  ),
});

export const caller: fc.Arbitrary<PlainCaller> = fc.record({
  user: one(...USERS),
  unit: orNone(7, one(...UNIT_IDS)),
  groups: fc.array(group, { minLength: 1, maxLength: 4 }),
  form: one('json', 'xml'),
});

const LEVELS = [
  ['notConfidential', 'IKKE_FORTROLIGE_DATA'],
  ['confidential', 'FORTROLIGE_PERSONOPLYSNINGER'],
  ['sensitive', 'FOELSOMME_PERSONOPLYSNINGER'],
  ['vip', 'VIP_SAGER'],
] as const;

/** The constraints of a group by name. */
function constraintsOf(
  { kle: subjects, level: highest, units, sources, classes, fault }: Group,
  word: 0 | 1,
): [string, string][] {
  const stated: readonly [string, string | null][] = [
    ['KLE', subjects?.join(' , ') ?? null],
    ['foelsomhed', highest === null ? null : LEVELS[highest][word]],
    ['orgenhed', units?.join(',') ?? null],
    ['itsystem', sources?.join(',') ?? null],
    ['visningsklasse', classes.length === 0 ? null : classes.join(',')],
  ];
  return [
    ...stated.flatMap(([name, value]): [string, string][] =>
      value === null || name === fault?.name ? [] : [[name, value]],
    ),
    ...(fault === null ? [] : [[fault.name, fault.value] as [string, string]]),
  ];
}

const roleUri = (role: string): string => `https://kommune.example/roles/usersystemrole/${role}/1`;
const nameUri = (name: string): string => `https://kommune.example/constraints/${name}/1`;
const scopeUri = (authority: string): string => `urn:dk:gov:saml:cvrNumberIdentifier:${authority}`;

/** The privileges as the token carries them, in either form. */
export function privilegesOf(
  { groups, form }: PlainCaller,
  authorities: Readonly<Record<string, string>>,
): UncheckedPrivileges {
  const stated = groups.map((each) => ({
    scope: scopeUri(authorities[each.in] ?? ''),
    role: roleUri(each.role),
    constraints: constraintsOf(each, form === 'xml' ? 1 : 0),
  }));
  if (form === 'json') {
    const list = stated.map(({ scope, role, constraints }) => ({
      scope,
      privilege: role,
      constraints: Object.fromEntries(constraints.map(([name, value]) => [nameUri(name), value])),
    }));
    return { json: JSON.stringify(list) };
  }
  const told = stated.map(
    ({ scope, role, constraints }) =>
      `<PrivilegeGroup Scope="${scope}"><Privilege>${role}</Privilege>${constraints
        .map(([name, value]) => `<Constraint Name="${nameUri(name)}">${value}</Constraint>`)
        .join('')}</PrivilegeGroup>`,
  );
  return {
    xml: `<bpp:PrivilegeList xmlns:bpp="http://digst.dk/oiosaml/basic_privilege_profile">${told.join('')}</bpp:PrivilegeList>`,
  };
}
