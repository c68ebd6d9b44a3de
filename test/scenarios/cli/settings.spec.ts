import { openHouse, type House } from '../../support/house.js';
import { testMasterKey } from '../../support/stores.js';
import { commandLine, type CommandLine, type Ended } from './command-line.js';

const AUTHORITY = '29189846';
const A = 'urn:overblik:source:a';
const B = 'urn:overblik:source:b';
const C = 'urn:overblik:source:c';

describe('`overblik settings`', () => {
  let house: House;
  let cli: CommandLine;
  beforeAll(async () => {
    house = await openHouse();
    cli = commandLine({
      DATABASE_URL: house.database.url,
      EVENT_STORE_URL: house.eventStoreUrl ?? '',
      OVERBLIK_MASTER_KEY: testMasterKey.toString('base64'),
      LOG_LEVEL: 'error',
    });
    await house.runner.stop();
  });
  afterAll(async () => {
    cli.remove();
    await house.close();
  });

  const run = (...words: string[]): Promise<Ended> => cli.run(['settings', ...words]);
  const held = async (authority: string): Promise<unknown> =>
    JSON.parse((await run('get', 'parallelRun', '--authority', authority, '--json')).lastLine);

  it('keeps what was set last, of one authority, with who set it, as an event that names him', async () => {
    expect(await held(AUTHORITY)).toEqual({ key: 'parallelRun', value: '', setAt: null, setBy: null });
    const set = await run('set', 'parallelRun', `${B}=${C}`, `${A}=${C}`, '--authority', AUTHORITY, '--json');
    expect([set.code, JSON.parse(set.lastLine)]).toEqual([0, { key: 'parallelRun', value: `${A}=${C} ${B}=${C}` }]);
    const by = expect.stringMatching(/^cli:/) as string;
    expect(await held(AUTHORITY)).toMatchObject({ value: `${A}=${C} ${B}=${C}`, setBy: by });
    expect((await run('set', 'parallelRun', '', '--authority', AUTHORITY)).lastLine).toBe('parallelRun  (none)');
    expect(await held(AUTHORITY)).toMatchObject({ value: '', setBy: by });
    expect(await held('55133018')).toMatchObject({ value: '', setBy: null });
    const { events } = await house.stores.eventStore.readAll(0, 10, { types: ['operation.setting-changed'] });
    expect((await house.stores.vault.open(events)).map(({ data }) => data)).toMatchObject([{ by }, { by }]);
  }, 240_000);

  it.each([
    [
      'a setting that has no effect',
      ['set', 'nonsense', 'x', '--authority', AUTHORITY],
      /no such setting.*parallelRun/,
    ],
    ['a value that cannot be one', ['set', 'parallelRun', 'ky', '--authority', AUTHORITY], /<legacy>=<successor>/],
    ['no authority', ['get'], /--authority/],
  ])('refuses %s in one line, before it opens the store', async (_, words, reason) => {
    const { code, stdout, stderr } = await run(...words);
    expect([code, stdout, stderr.trim().split('\n').length]).toEqual([1, '', 1]);
    expect(stderr).toMatch(reason);
  });
});
