import { readPrivilegesClaim } from './read-privileges.js';
import { findRepeatedNames } from './repeated-names.js';

const none = new Set<string>();
const scope = 'urn:dk:gov:saml:cvrNumberIdentifier:29189714';
const xml = `<p:PrivilegeList xmlns:p="http://itst.dk/oiosaml/basic_privilege_profile"><PrivilegeGroup Scope="${scope}"><Privilege>urn:å</Privilege></PrivilegeGroup></p:PrivilegeList>`;

describe('the claim privileges', () => {
  it('may be missing: then it gives nothing', () => {
    expect(readPrivilegesClaim(undefined, none)).toEqual([]);
  });

  it('may be a list', () => {
    expect(
      readPrivilegesClaim(
        [
          { scope, privilege: 'urn:a', constraints: { 'urn:c': '1' } },
          { scope, privilege: 'urn:b' },
        ],
        none,
      ),
    ).toEqual([
      { scope, privilege: 'urn:a', constraints: [{ uri: 'urn:c', value: '1' }] },
      { scope, privilege: 'urn:b', constraints: [] },
    ]);
  });

  it.each(['base64', 'base64url'] as const)('may be XML in %s, with line breaks', (encoding) => {
    const text = Buffer.from(xml)
      .toString(encoding)
      .replace(/(.{76})/g, '$1\r\n');
    expect(readPrivilegesClaim(text, none)).toEqual([{ scope, privilege: 'urn:å', constraints: [] }]);
  });

  it.each([
    ['null', null],
    ['a number', 1],
    ['an object', { scope, privilege: 'urn:a' }],
    ['an empty text', ''],
    ['a text that is no base64', xml],
    ['base64 of something else', Buffer.from('[]').toString('base64')],
    ['base64 of latin-1', Buffer.from(xml, 'latin1').toString('base64')],
    ['a list of texts', ['urn:a']],
    ['a list with null', [null]],
    ['a list in a list', [[]]],
    ['an entry without privilege', [{ scope }]],
    ['an entry whose privilege is no text', [{ scope, privilege: 1 }]],
  ])('is bad when it is %s', (_, claim) => {
    expect(readPrivilegesClaim(claim, none)).toBeUndefined();
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['a text', 'KLE'],
  ])('marks constraints that are %s as unreadable', (_, constraints) => {
    expect(readPrivilegesClaim([{ scope, privilege: 'urn:a', constraints }], none)?.[0]?.constraints).toBe(
      'unreadable',
    );
  });

  it.each([1, null, true, ['32'], {}])('keeps that a value is no text: %j', (value) => {
    const [stated] = readPrivilegesClaim([{ scope: 7, privilege: 'urn:a', constraints: { c: value } }], none) ?? [];
    expect(stated).toEqual({ scope: null, privilege: 'urn:a', constraints: [{ uri: 'c', value: null }] });
  });

  it('marks a constraint that was given twice, which JSON.parse forgets', () => {
    const list = `[{"privilege":"urn:a","constraints":{"urn:c":"1","urn:c":"2"}},{"privilege":"urn:b","constraints":{"urn:c":"1"}}]`;
    const payload = `{"sub":"x","privileges":${list}}`;
    const claim: unknown = (JSON.parse(payload) as { privileges: unknown }).privileges;
    const stated = readPrivilegesClaim(claim, findRepeatedNames(payload));
    expect(stated?.map((one) => one.constraints === 'unreadable')).toEqual([true, false]);
  });
});

describe('names that stand twice', () => {
  it.each<[string, string[]]>([
    ['{}', []],
    ['[]', []],
    ['"a"', []],
    ['{"a":1,"b":1}', []],
    ['{"a":1,"a":1}', ['']],
    ['{"a":"b","b":"a"}', []],
    ['{"a":{"b":1},"b":{"b":1}}', []],
    ['{"a":{"b":1,"b":2}}', ['/a']],
    ['{"a":[{"b":1},{"b":1,"c":{"d":[],"d":{}}}]}', ['/a/1/c']],
    ['[1,[2,{"x":1,"x":1}],3,{"y":1,"y":2}]', ['/1/1', '/3']],
    ['{"a":1,"\\u0061":2}', ['']],
    ['{"a\\"":1,"a":2,"a\\\\":3}', []],
    ['{"a":"{\\"b\\":1,\\"b\\":2}"}', []],
    [' { "a" : [ "x" , "x" ] , "b" : -1.5e3 , "b" : null } ', ['']],
    ['{"a/b~":{"c":1,"c":2}}', ['/a~1b~0']],
    ['{"":1,"":2}', ['']],
  ])('%s: %j', (json, pointers) => {
    JSON.parse(json);
    expect([...findRepeatedNames(json)]).toEqual(pointers);
  });
});
