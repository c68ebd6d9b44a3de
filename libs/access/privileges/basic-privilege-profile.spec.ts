import { readPrivilegeProfile } from './basic-privilege-profile.js';

const itst = 'http://itst.dk/oiosaml/basic_privilege_profile';
const digst = 'http://digst.dk/oiosaml/basic_privilege_profile';
const scope = 'urn:dk:gov:saml:cvrNumberIdentifier:29189714';

const profile = (
  body: string,
  namespace = itst,
  root = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<bpp:PrivilegeList xmlns:bpp="${namespace}" ${root}>${body}</bpp:PrivilegeList>`;
const group = (body: string): string => `<PrivilegeGroup Scope="${scope}">${body}</PrivilegeGroup>`;

describe('an OIO BPP document', () => {
  it.each([itst, digst])('is read in namespace %s', (namespace) => {
    const body = group(
      '\n <Privilege>urn:r</Privilege>\n <Constraint Name="http://h/constraints/KLE/1">32.*</Constraint>\n',
    );
    expect(readPrivilegeProfile(profile(body, namespace))).toEqual([
      { scope, privilege: 'urn:r', constraints: [{ uri: 'http://h/constraints/KLE/1', value: '32.*' }] },
    ]);
  });

  it('gives several privileges of a group the same constraints, wherever these stand', () => {
    const body = group(
      '<Privilege>urn:a</Privilege><Constraint Name="c">1</Constraint><Privilege>\n urn:b\n</Privilege><Constraint Name="d">2</Constraint>',
    );
    const constraints = [
      { uri: 'c', value: '1' },
      { uri: 'd', value: '2' },
    ];
    expect(readPrivilegeProfile(profile(body))).toEqual([
      { scope, privilege: 'urn:a', constraints },
      { scope, privilege: 'urn:b', constraints },
    ]);
  });

  it('keeps groups apart', () => {
    const body =
      group('<Privilege>urn:a</Privilege><Constraint Name="c">1</Constraint>') + group('<Privilege>urn:b</Privilege>');
    expect(readPrivilegeProfile(profile(body))?.map((one) => one.constraints.length)).toEqual([1, 0]);
  });

  it('may have all its elements in the namespace, comments, CDATA and the five entities of XML', () => {
    const xml = `<PrivilegeList xmlns="${digst}"><!-- a --><PrivilegeGroup Scope="${scope}"><Privilege><![CDATA[urn:a]]></Privilege><Constraint Name="c">a&amp;b<!-- c -->&#99;</Constraint></PrivilegeGroup></PrivilegeList>`;
    expect(readPrivilegeProfile(xml)).toEqual([
      { scope, privilege: 'urn:a', constraints: [{ uri: 'c', value: 'a&bc' }] },
    ]);
  });

  it('keeps what makes a group denied: no scope, no name, an empty value', () => {
    const xml = profile('<PrivilegeGroup><Privilege>urn:a</Privilege><Constraint/></PrivilegeGroup>');
    expect(readPrivilegeProfile(xml)).toEqual([
      { scope: null, privilege: 'urn:a', constraints: [{ uri: '', value: '' }] },
    ]);
  });

  it('may be empty', () => {
    expect(readPrivilegeProfile(profile(''))).toEqual([]);
    expect(readPrivilegeProfile(profile(group('')))).toEqual([]);
  });
});

describe('refused whole is', () => {
  const good = group('<Privilege>urn:a</Privilege>');
  it.each([
    ['nothing', ''],
    ['no XML', 'hello'],
    ['JSON', '[]'],
    ['half a document', profile(good).slice(0, -5)],
    ['two roots', profile(good) + profile(good)],
    ['a DOCTYPE', `<!DOCTYPE x>${profile(good).replace(/^<\?.*\n/, '')}`],
    [
      'a DOCTYPE with an entity',
      `<!DOCTYPE x [<!ENTITY e "urn:a">]>${profile(group('<Privilege>&e;</Privilege>')).replace(/^<\?.*\n/, '')}`,
    ],
    [
      'an external entity',
      `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${profile(group('<Privilege>&e;</Privilege>')).replace(/^<\?.*\n/, '')}`,
    ],
    ['an undeclared entity', profile(group('<Privilege>&e;</Privilege>'))],
    ['an entity of HTML', profile(group('<Privilege>&nbsp;</Privilege>'))],
    ['another namespace', profile(good, 'http://example.com/basic_privilege_profile')],
    ['a namespace that only looks alike', profile(good, `${itst}/`)],
    ['a root without namespace', `<PrivilegeList>${good}</PrivilegeList>`],
    ['an element of a stranger', profile(`${good}<x:Extra xmlns:x="urn:x"/>`)],
    ['a privilege of a stranger', profile(group('<x:Privilege xmlns:x="urn:x">urn:a</x:Privilege>'))],
    ['an attribute of a stranger', profile(good, itst, 'xmlns:x="urn:x" x:a="1"')],
    ['an undeclared prefix', profile(group('<y:Privilege>urn:a</y:Privilege>'))],
    ['an unknown element', profile(group('<Obligation/>'))],
    ['a privilege outside a group', profile('<Privilege>urn:a</Privilege>')],
    ['a group in a group', profile(group(good))],
    ['an element in a privilege', profile(group('<Privilege><b/></Privilege>'))],
    ['a list in a list', profile(profile(good).replace(/^<\?.*\n/, ''))],
    ['a group as root', `<bpp:PrivilegeGroup xmlns:bpp="${itst}"/>`],
    ['loose text', profile(`${good} and more`)],
    ['a repeated attribute', profile(`<PrivilegeGroup Scope="a" Scope="b"/>`)],
    ['a NUL', profile(group('<Privilege>\u0000</Privilege>'))],
  ])('%s', (_, xml) => {
    expect(readPrivilegeProfile(xml)).toBeUndefined();
  });
});
