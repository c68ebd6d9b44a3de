import type { PrivilegeGroup, Role } from '../privileges/privilege-group.js';
import type { Caller } from '../tokens/caller.js';
import { admit, chooseAuthority, rolesFor, senderRights } from './admission.js';
import { mayCall, whoMayCall, type Operation } from './who-may-call.js';

const [first, second, third] = ['29189714', '29189846', '66137112'];

function group(role: Role, authority = first, more: Partial<PrivilegeGroup> = {}): PrivilegeGroup {
  return {
    role,
    authority,
    kle: null,
    sensitivity: null,
    units: null,
    sources: null,
    viewClasses: [],
    grounds: [],
    ...more,
  };
}

function caller(...groups: PrivilegeGroup[]): Caller {
  return {
    kind: 'caller',
    sub: 'u',
    name: null,
    unit: null,
    jti: null,
    cprHash: null,
    groups,
    denied: [],
    expiresAt: 0,
  };
}

describe('a request acts for', () => {
  it.each<[string, Caller, string | undefined, object]>([
    ['the only authority', caller(group('auditor'), group('dpo')), undefined, { authority: first }],
    ['the only authority, named', caller(group('auditor')), first, { authority: first }],
    ['the one that is chosen', caller(group('auditor'), group('auditor', second)), second, { authority: second }],
    [
      'none where several are covered',
      caller(group('auditor'), group('auditor', second)),
      undefined,
      { code: 'BAD_USER_INPUT' },
    ],
    ['none that is not covered', caller(group('auditor')), third, { code: 'FORBIDDEN' }],
    [
      'none that is not covered, of several',
      caller(group('auditor'), group('dpo', second)),
      third,
      { code: 'FORBIDDEN' },
    ],
    ['none that is no CVR number', caller(group('auditor')), '12345678', { code: 'BAD_USER_INPUT' }],
    ['none that is empty', caller(group('auditor')), '', { code: 'BAD_USER_INPUT' }],
    ['none that is two', caller(group('auditor')), `${first},${first}`, { code: 'BAD_USER_INPUT' }],
    ['none without a group in effect', caller(), undefined, { code: 'FORBIDDEN' }],
    ['none without a group in effect, even when named', caller(), 'nonsense', { code: 'FORBIDDEN' }],
  ])('%s', (_, who, header, expected) => {
    expect(chooseAuthority(who, header)).toMatchObject(expected);
  });

  it('has the roles of that authority only', () => {
    const who = caller(group('auditor'), group('operator', second), group('auditor'), group('dpo'));
    expect(rolesFor(who, first)).toEqual(['auditor', 'dpo']);
    expect(rolesFor(who, third)).toEqual([]);
  });
});

describe('who may call what', () => {
  const overview: Operation[] = [
    'party',
    'case',
    'searchParties',
    'searchCases',
    'search',
    'caseHistory',
    'partyHistory',
    'objectHistory',
  ];
  const deleting: Operation[] = ['erase', 'placeHold', 'liftHold'];
  const lookedAt: Operation[] = [
    'accessLog',
    'exportAccessLog',
    'investigations',
    'placeInvestigation',
    'liftInvestigation',
  ];
  const table: [Role, Operation[]][] = [
    ['caseworker', [...overview, 'sources', 'explainAccess', 'reveal']],
    [
      'auditor',
      [
        ...overview,
        'sources',
        'reconciliation',
        'parallelRun',
        'explainAccess',
        'couldHaveSeen',
        'reveal',
        'misuseSignals',
        ...lookedAt,
      ],
    ],
    ['advisAdministrator', ['sources']],
    ['accessAdministrator', ['sources', 'whoCanSee', 'whyNot', 'deniedAccess', 'denyAccess', 'liftDenial']],
    ['dpo', ['sources', ...lookedAt, ...deleting]],
    ['operator', ['sources', 'quarantine', 'reconciliation', 'parallelRun', 'signOffDifference', ...deleting]],
    ['source', ['events', 'quarantine']],
    ['citizen', ['myAccessLog']],
  ];

  it.each(table)('%s: %j', (role, operations) => {
    const all = Object.keys(whoMayCall) as Operation[];
    expect(all.filter((operation) => mayCall(operation, [role])).sort()).toEqual([...operations].sort());
  });

  it('is united over the roles, and nothing without one', () => {
    expect(mayCall('party', ['citizen', 'auditor'])).toBe(true);
    expect(mayCall('party', [])).toBe(false);
  });
});

describe('admission', () => {
  it('brings only the groups of the authority whose role may call', () => {
    const narrow = group('caseworker', first, { kle: ['32'], sensitivity: 1 });
    const who = caller(group('operator'), narrow, group('auditor', second), group('dpo'));
    expect(admit(who, 'case', first)).toEqual({
      kind: 'admitted',
      authority: first,
      roles: ['operator', 'caseworker', 'dpo'],
      groups: [narrow],
      grounds: JSON.stringify([
        { kle: ['32'], sensitivity: 1, units: ['*'], sources: ['*'], classes: [], members: ['user/u'] },
      ]),
    });
  });

  it('keeps the constraints of each group to itself', () => {
    const who = caller(
      group('caseworker', first, { kle: ['32', '*'], sensitivity: 0 }),
      group('caseworker', first, { kle: ['27'], sensitivity: 3, units: ['U'], sources: ['urn:a:b'] }),
    );
    const admission = admit(who, 'party', undefined);
    expect(admission.kind === 'admitted' && JSON.parse(admission.grounds)).toEqual([
      { kle: ['*'], sensitivity: 0, units: ['*'], sources: ['*'], classes: [], members: ['user/u'] },
      { kle: ['27'], sensitivity: 3, units: ['U'], sources: ['urn:a:b'], classes: [], members: ['user/u'] },
    ]);
  });

  it('brings the user and his own unit, and an auditor whom no security profile binds', () => {
    const who = { ...caller(group('caseworker', first, { viewClasses: ['a'] }), group('auditor')), unit: 'U' };
    const admission = admit(who, 'party', undefined);
    expect(admission.kind === 'admitted' && JSON.parse(admission.grounds)).toMatchObject([
      { classes: ['a'], members: ['user/u', 'unit/U'] },
      { classes: [], members: ['*'] },
    ]);
  });

  it('refuses a role that may not, naming the authority for the access log', () => {
    expect(admit(caller(group('citizen')), 'party', undefined)).toMatchObject({ code: 'FORBIDDEN', authority: first });
    expect(admit(caller(group('auditor')), 'party', third)).toMatchObject({ code: 'FORBIDDEN', authority: third });
  });

  it('refuses whoever has no group in effect, naming the authority that he asked for, else the first that his token names', () => {
    const denied = [null, second, third].map((authority) => ({
      role: 'caseworker' as const,
      authority,
      reason: 'constraint-missing' as const,
    }));
    const nobody = { ...caller(), denied };
    const authorityFor = (who: Caller, header: string | undefined): unknown => {
      const answer = admit(who, 'party', header);
      return answer.kind === 'refused' && answer.code === 'FORBIDDEN' && answer.authority;
    };
    expect(authorityFor(nobody, undefined)).toBe(second);
    expect(authorityFor(nobody, ` ${first} `)).toBe(first);
    expect(authorityFor(nobody, 'nonsense')).toBe(second);
    expect(authorityFor(caller(), undefined)).toBeNull();
  });
});

describe('a sender', () => {
  it('speaks in each authority for the sources that its groups name there', () => {
    const who = caller(
      group('source', first, { sources: ['urn:a:1', 'urn:a:2'] }),
      group('source', second, { sources: ['urn:a:1'] }),
      group('auditor', third, { sources: ['urn:a:9'] }),
    );
    expect(senderRights(who)).toEqual({
      kind: 'sender',
      authorities: [first, second],
      sources: ['urn:a:1', 'urn:a:2'],
      covers: [
        { authority: first, source: 'urn:a:1' },
        { authority: first, source: 'urn:a:2' },
        { authority: second, source: 'urn:a:1' },
      ],
    });
  });

  it.each<[string, Caller]>([
    ['no role', caller()],
    ['another role', caller(group('operator'))],
    ['no source named', caller(group('source'))],
  ])('is nobody with %s', (_, who) => {
    expect(senderRights(who)).toMatchObject({ kind: 'refused', code: 'FORBIDDEN' });
  });
});
