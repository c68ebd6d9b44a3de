import { roles } from './privilege-group.js';
import { judgePrivileges, type Privileges } from './privilege-rules.js';
import type { StatedConstraint, StatedPrivilege } from './stated-privilege.js';

const authority = '29189714';
const scope = `urn:dk:gov:saml:cvrNumberIdentifier:${authority}`;
const roleUri = (role: string): string => `http://overblik.dk/roles/usersystemrole/${role}/1`;
const uri = (name: string): string => `http://sts.kombit.dk/constraints/${name}/1`;
const constraint = (name: string, value: string | null): StatedConstraint => ({ uri: uri(name), value });
const enough = [constraint('KLE', '32.*'), constraint('foelsomhed', 'sensitive')];

function judge(given: Partial<StatedPrivilege>, hasCpr = false): Privileges {
  return judgePrivileges([{ scope, privilege: roleUri('caseworker'), constraints: enough, ...given }], hasCpr);
}

function reasonOf(given: Partial<StatedPrivilege>, hasCpr = false): string | undefined {
  const { groups, denied } = judge(given, hasCpr);
  expect(groups.length + denied.length).toBe(1);
  return denied[0]?.reason;
}

describe('a privilege', () => {
  it('gives its role in its authority under its constraints', () => {
    const sources = 'urn:overblik:source:ky,urn:overblik:source:sensum';
    const stated = [
      ...enough,
      constraint('orgenhed', 'U1'),
      constraint('itsystem', sources),
      constraint('visningsklasse', 'adoption'),
    ];
    expect(judge({ constraints: stated }).groups).toEqual([
      {
        role: 'caseworker',
        authority,
        kle: ['32'],
        sensitivity: 2,
        units: ['U1'],
        sources: ['urn:overblik:source:ky', 'urn:overblik:source:sensum'],
        viewClasses: ['adoption'],
        grounds: ['KLE=32.*', 'foelsomhed=sensitive', 'orgenhed=U1', `itsystem=${sources}`, 'visningsklasse=adoption'],
      },
    ]);
  });

  it('that carries no constraint restricts nothing', () => {
    const [group] = judge({ privilege: roleUri('auditor'), constraints: [] }).groups;
    expect(group).toMatchObject({
      kle: null,
      sensitivity: null,
      units: null,
      sources: null,
      viewClasses: [],
      grounds: [],
    });
  });

  it.each(roles)('can give the role %s', (role) => {
    const constraints = role === 'source' ? [constraint('itsystem', 'urn:a:b')] : enough;
    expect(judge({ privilege: roleUri(role), constraints }, true).groups[0]?.role).toBe(role);
  });

  it.each(['urn:x:/roles/usersystemrole/auditor/1', 'https://any.host/with/a/path/roles/usersystemrole/auditor/1'])(
    'is known by the end of its URI: %s',
    (privilege) => {
      expect(judge({ privilege }).groups[0]?.role).toBe('auditor');
    },
  );

  it.each([
    roleUri('caseworker').replace(/1$/, '2'),
    roleUri('caseworker').replace(/1$/, '11'),
    `${roleUri('caseworker')}/`,
    `${roleUri('caseworker')}?x`,
    `${roleUri('caseworker')}#x`,
    ` ${roleUri('caseworker')}`,
    roleUri('Caseworker'),
    roleUri('caseWorker'),
    roleUri('superuser'),
    roleUri('constructor'),
    roleUri('__proto__'),
    '/roles/usersystemrole/caseworker/1',
    'roles/usersystemrole/caseworker/1',
    'http://x/roles/systemrole/caseworker/1',
    'caseworker',
    '',
  ])('of another version or an unknown name gives nothing and spoils nothing: %j', (privilege) => {
    const good = { scope, privilege: roleUri('auditor'), constraints: [] };
    const bad = { scope: 'nonsense', privilege, constraints: 'unreadable' } as const;
    expect(judgePrivileges([bad, good, bad], false)).toEqual({
      groups: [expect.objectContaining({ role: 'auditor' })],
      denied: [],
    });
  });

  it.each([
    null,
    '',
    authority,
    'urn:dk:gov:saml:cvrNumberIdentifier:',
    'urn:dk:gov:saml:cvrNumberIdentifier:29189715',
    'urn:dk:gov:saml:cvrNumberIdentifier:2918971',
    `${scope}0`,
    ` ${scope}`,
    `x${scope}`,
    'urn:dk:gov:saml:productionUnitIdentifier:29189714',
    '*',
  ])('whose scope names no authority is denied: %j', (badScope) => {
    expect(reasonOf({ scope: badScope })).toBe('scope');
  });

  it('denied takes no other with it', () => {
    const bad = { scope, privilege: roleUri('caseworker'), constraints: [constraint('KLE', '320')] };
    const good = { scope, privilege: roleUri('caseworker'), constraints: enough };
    const { groups, denied } = judgePrivileges([bad, good], false);
    expect(groups).toHaveLength(1);
    expect(denied).toEqual([{ role: 'caseworker', authority, reason: 'constraint-value' }]);
  });
});

describe('a group is denied', () => {
  const cases: [string, string, readonly StatedConstraint[] | 'unreadable'][] = [
    ['for a constraint of an unknown name', 'unknown-constraint', [...enough, constraint('postnummer', '2100')]],
    [
      'for another version',
      'unknown-constraint',
      [...enough, { uri: uri('orgenhed').replace(/1$/, '2'), value: 'U1' }],
    ],
    ['for a name in another case', 'unknown-constraint', [...enough, constraint('kle', '32.*')]],
    ['for Foelsomhed in capitals', 'unknown-constraint', [constraint('KLE', '*'), constraint('Foelsomhed', 'vip')]],
    ['for a name without URI', 'unknown-constraint', [...enough, { uri: 'orgenhed', value: 'U1' }]],
    ['for a URN', 'unknown-constraint', [...enough, { uri: 'urn:x/constraints/orgenhed/1', value: 'U1' }]],
    [
      'for a URI without host',
      'unknown-constraint',
      [...enough, { uri: 'http:///constraints/orgenhed/1', value: 'U1' }],
    ],
    [
      'for a path in front',
      'unknown-constraint',
      [...enough, { uri: 'http://x/y/constraints/orgenhed/1', value: 'U1' }],
    ],
    [
      'for dots in the path',
      'unknown-constraint',
      [...enough, { uri: 'http://x/y/../constraints/orgenhed/1', value: 'U1' }],
    ],
    ['for a query', 'unknown-constraint', [...enough, { uri: `${uri('orgenhed')}?a=1`, value: 'U1' }]],
    [
      'for a path in the query only',
      'unknown-constraint',
      [...enough, { uri: 'http://x/?/constraints/orgenhed/1', value: 'U1' }],
    ],
    [
      'for a percent-encoded name',
      'unknown-constraint',
      [{ uri: uri('%4BLE'), value: '*' }, constraint('foelsomhed', 'vip')],
    ],
    ['for an empty URI', 'unknown-constraint', [...enough, { uri: '', value: 'U1' }]],
    ['for a name of Object.prototype', 'unknown-constraint', [...enough, constraint('constructor', 'x')]],
    ['for a constraint given twice', 'repeated-constraint', [...enough, constraint('KLE', '32.*')]],
    [
      'for one given twice under two hosts',
      'repeated-constraint',
      [...enough, { uri: 'https://other.host/constraints/KLE/1', value: '*' }],
    ],
    ['for an empty KLE', 'empty-constraint', [constraint('KLE', ''), constraint('foelsomhed', 'vip')]],
    ['for a blank KLE', 'empty-constraint', [constraint('KLE', ' \n'), constraint('foelsomhed', 'vip')]],
    ['for an empty orgenhed', 'empty-constraint', [...enough, constraint('orgenhed', '')]],
    ['for an empty itsystem', 'empty-constraint', [...enough, constraint('itsystem', '')]],
    ['for an empty visningsklasse', 'empty-constraint', [...enough, constraint('visningsklasse', '')]],
    ['for an empty item', 'constraint-value', [constraint('KLE', '32.*,'), constraint('foelsomhed', 'vip')]],
    ['for a KLE that is none', 'constraint-value', [constraint('KLE', '320'), constraint('foelsomhed', 'vip')]],
    [
      'for two sensitivities',
      'constraint-value',
      [constraint('KLE', '*'), constraint('foelsomhed', 'confidential,vip')],
    ],
    ['for a star as unit', 'constraint-value', [...enough, constraint('orgenhed', '*')]],
    ['for a star as source', 'constraint-value', [...enough, constraint('itsystem', '*')]],
    ['for a value that is no text', 'constraint-value', [constraint('KLE', null), constraint('foelsomhed', 'vip')]],
    ['for constraints that are no set', 'constraint-value', 'unreadable'],
  ];

  it.each(cases)('%s (%s)', (_, reason, constraints) => {
    expect(reasonOf({ constraints })).toBe(reason);
    expect(reasonOf({ constraints, privilege: roleUri('auditor') })).toBe(reason);
  });

  it.each([
    ['KLE', [constraint('foelsomhed', 'vip')]],
    ['foelsomhed', [constraint('KLE', '*')]],
    ['either', []],
  ])('for a caseworker who lacks %s', (_, constraints) => {
    expect(reasonOf({ constraints })).toBe('constraint-missing');
    expect(reasonOf({ constraints, privilege: roleUri('auditor') })).toBeUndefined();
  });

  it('for a source that names no system it may speak for', () => {
    expect(reasonOf({ privilege: roleUri('source'), constraints: [] })).toBe('constraint-missing');
  });

  it('for a citizen whose number did not come with the token', () => {
    expect(reasonOf({ privilege: roleUri('citizen') }, false)).toBe('cpr-missing');
    expect(reasonOf({ privilege: roleUri('citizen') }, true)).toBeUndefined();
  });
});
