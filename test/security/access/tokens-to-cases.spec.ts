import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import {
  accessMigrations,
  admit,
  caseVisibleSql,
  createDevelopmentIssuer,
  createTokenVerifier,
  groundsCte,
  type DevelopmentIssuer,
  type TokenRequest,
  type TokenVerifier,
} from '#access';
import { openTestDatabase, type TestDatabase } from '../../support/database.js';

const home = '29189714';
const abroad = '29189846';
let database: TestDatabase;
let issuer: DevelopmentIssuer;
let verifier: TokenVerifier;
let keyFolder: string;

beforeAll(async () => {
  keyFolder = mkdtempSync(join(tmpdir(), 'overblik-keys-'));
  issuer = await createDevelopmentIssuer({ keyFolder, audience: 'overblik', production: false });
  verifier = createTokenVerifier({
    issuers: [issuer.trusted],
    audience: 'overblik',
    production: false,
    hashCpr: () => 'hash',
    denyList: { leftOf: ({ groups }) => groups },
  });
  database = await openTestDatabase();
  const dataSource = new DataSource({ type: 'postgres', url: database.url, migrations: accessMigrations });
  await dataSource.initialize();
  await dataSource.runMigrations();
  await dataSource.destroy();
  await database.pool.query(`
    create table cases (name text, authority text, kle_path text[], sensitivity smallint,
                        responsible_unit text, source text,
                        classified boolean, view_classes text[], profile text[]);
    insert into cases values
      ('pension',    '${home}',   '{32,32.03,32.03.04}', 0, 'U1', 'urn:s:a', false, null, null),
      ('sickness',   '${home}',   '{32,32.18,32.18.04}', 2, 'U1', 'urn:s:a', false, null, null),
      ('vip pay',    '${home}',   '{32,32.18,32.18.04}', 3, 'U2', 'urn:s:b', false, null, null),
      ('child',      '${home}',   '{27,27.18,27.18.04}', 2, 'U2', 'urn:s:b', false, null, null),
      ('no unit',    '${home}',   '{27,27.18,27.18.05}', 0, null, 'urn:s:b', false, null, null),
      ('adoption',   '${home}',   '{27,27.18,27.18.04}', 0, 'U1', 'urn:s:a', true, '{adoption}', '{*}'),
      ('two classes', '${home}', '{27,27.18,27.18.04}', 0, 'U1', 'urn:s:a', true, '{adoption,boern}', '{*}'),
      ('listed',     '${home}',   '{27,27.18,27.18.04}', 0, 'U1', 'urn:s:a', true, '{}', '{user/anna,unit/U7}'),
      ('elsewhere',  '${abroad}', '{32,32.18,32.18.04}', 0, 'U1', 'urn:s:a', false, null, null)`);
});

afterAll(async () => {
  await database.close();
  rmSync(keyFolder, { recursive: true });
});

/** The names of the cases that the bearer of such a token sees, or the code of the refusal. */
async function seenWith(request: TokenRequest, xAuthority?: string): Promise<string[] | string> {
  const caller = await verifier.verify(await issuer.mint(request));
  if (caller.kind === 'unauthenticated') return 'UNAUTHENTICATED';
  const admission = admit(caller, 'searchCases', xAuthority);
  if (admission.kind === 'refused') return admission.code;
  const { rows } = await database.pool.query<{ name: string }>(
    `with ${groundsCte(1)} select c.name from cases c where c.authority = $2 and ${caseVisibleSql('c')} order by c.name`,
    [admission.grounds, admission.authority],
  );
  return rows.map((row) => row.name);
}

const worker = (more: TokenRequest = {}): TokenRequest => ({ authority: home, roles: ['caseworker'], ...more });
const all = ['child', 'no unit', 'pension', 'sickness', 'vip pay'];

describe('a caseworker', () => {
  it.each<[string, TokenRequest, string[] | string]>([
    ['without limits sees all of the authority but what is classified', {}, all],
    ['who names the view class sees those of that class alone', { viewClasses: ['adoption'] }, ['adoption', ...all]],
    [
      'who names both view classes sees those of both too',
      { viewClasses: ['boern', 'adoption'] },
      ['adoption', ...all, 'two classes'].sort(),
    ],
    ['who names one class of two sees neither', { viewClasses: ['boern'] }, all],
    ['who names the class in another case', { viewClasses: ['Adoption'] }, all],
    ['who names every class by a star', { viewClasses: ['*'] }, all],
    ['whom the security profile names', { user: 'anna' }, ['child', 'listed', ...all.slice(1)]],
    ['whose own unit the security profile names', { memberOf: 'U7' }, ['child', 'listed', ...all.slice(1)]],
    ['whom it names as a unit', { user: 'U7' }, all],
    ['whose unit is called as the user whom it names', { memberOf: 'anna' }, all],
    ['who has a right to the unit that it names, but is not of it', { units: ['U7'] }, []],
    ['whom the profile names, without the rest', { user: 'anna', kle: '32.18.*' }, ['sickness', 'vip pay']],
    ['of main group 32', { kle: '32.*' }, ['pension', 'sickness', 'vip pay']],
    ['of a group', { kle: '32.18.*' }, ['sickness', 'vip pay']],
    ['of a subject', { kle: '32.03.04' }, ['pension']],
    ['of a subject that nobody has', { kle: '32.18.05' }, []],
    ['up to confidential', { sensitivity: 'confidential' }, ['no unit', 'pension']],
    [
      'up to sensitive, in the other words',
      { sensitivity: 'FOELSOMME_PERSONOPLYSNINGER' },
      ['child', 'no unit', 'pension', 'sickness'],
    ],
    ['of a unit', { units: ['U2'] }, ['child', 'vip pay']],
    ['of a unit in another case', { units: ['u2'] }, []],
    ['of a source', { sources: ['urn:s:a'] }, ['pension', 'sickness']],
    [
      'of all at once',
      { kle: '32', sensitivity: 'vip', units: ['U1'], sources: ['urn:s:a', 'urn:s:b'] },
      ['pension', 'sickness'],
    ],
    ['whose KLE is half a segment', { kle: '3*' }, 'FORBIDDEN'],
    ['whose KLE is empty', { kle: '' }, 'FORBIDDEN'],
    ['whose sensitivity is two', { sensitivity: 'sensitive,vip' }, 'FORBIDDEN'],
    ['whose unit is a star', { units: ['*'] }, 'FORBIDDEN'],
    ['whose source is a star', { sources: ['*'] }, 'FORBIDDEN'],
    ['who tries SQL', { kle: `32') or true --` }, 'FORBIDDEN'],
    ['who tries SQL in a unit', { units: [`U1'}]'::jsonb)or(true)--`] }, []],
  ])('%s', async (_, more, expected) => {
    expect(await seenWith(worker(more))).toEqual(expected);
  });

  it('of two groups sees what either sees, and not what both together would', async () => {
    const group = (kle: string, sensitivity: string): object => ({
      scope: `urn:dk:gov:saml:cvrNumberIdentifier:${home}`,
      privilege: 'http://x/roles/usersystemrole/caseworker/1',
      constraints: { 'http://x/constraints/KLE/1': kle, 'http://x/constraints/foelsomhed/1': sensitivity },
    });
    const json = JSON.stringify([group('32.*', 'notConfidential'), group('27.*', 'vip')]);
    expect(await seenWith({ privileges: { json } })).toEqual(['child', 'no unit', 'pension']);
  });

  it('who is operator too sees no more for it', async () => {
    const privileges = [
      { privilege: 'http://x/roles/usersystemrole/operator/1' },
      {
        privilege: 'http://x/roles/usersystemrole/caseworker/1',
        constraints: { 'http://x/constraints/KLE/1': '27.18.05', 'http://x/constraints/foelsomhed/1': 'vip' },
      },
    ].map((one) => ({ scope: `urn:dk:gov:saml:cvrNumberIdentifier:${home}`, ...one }));
    expect(await seenWith({ privileges: { json: JSON.stringify(privileges) } })).toEqual(['no unit']);
  });

  it('of another authority sees nothing of this one, whatever he chooses', async () => {
    expect(await seenWith(worker({ authority: abroad }))).toEqual(['elsewhere']);
    expect(await seenWith(worker({ authority: abroad }), home)).toBe('FORBIDDEN');
  });
});

describe('other roles', () => {
  it.each([
    ['auditor', ['child', 'listed', ...all.slice(1)]],
    ['citizen', 'FORBIDDEN'],
    ['operator', 'FORBIDDEN'],
    ['dpo', 'FORBIDDEN'],
    ['accessAdministrator', 'FORBIDDEN'],
    ['advisAdministrator', 'FORBIDDEN'],
    ['source', 'FORBIDDEN'],
  ])('%s', async (role, expected) => {
    expect(
      await seenWith({
        authority: home,
        roles: [role],
        cpr: '0101901234',
        sources: role === 'source' ? ['urn:s:a'] : ['urn:s:a', 'urn:s:b'],
      }),
    ).toEqual(expected);
  });

  it('an auditor sees a case of a view class where his group names it', async () => {
    const seen = await seenWith({ authority: home, roles: ['auditor'], viewClasses: ['adoption'] });
    expect(seen).toEqual(['adoption', 'child', 'listed', ...all.slice(1)]);
  });

  it('an auditor is bound by the constraints that his group carries', async () => {
    expect(await seenWith({ authority: home, roles: ['auditor'], kle: '27', sensitivity: 'vip' })).toEqual([
      'child',
      'listed',
      'no unit',
    ]);
  });
});

it('an expired token, bad XML and a DOCTYPE open nothing', async () => {
  const xml = '<p:PrivilegeList xmlns:p="http://itst.dk/oiosaml/basic_privilege_profile"/>';
  expect(await seenWith(worker({ expiresIn: '-PT1M' }))).toBe('UNAUTHENTICATED');
  expect(await seenWith({ privileges: { xml: `<!DOCTYPE p>${xml}` } })).toBe('UNAUTHENTICATED');
  expect(await seenWith({ privileges: { xml: xml.replace('itst', 'evil') } })).toBe('UNAUTHENTICATED');
  expect(await seenWith({ privileges: { xml } })).toBe('FORBIDDEN');
});
