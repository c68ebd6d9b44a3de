import { purposesOf, retentionPeriods } from './access-settings.js';
import { isSettingKey, parallelRunPairs, settingKeys } from './setting-keys.js';

const { read } = settingKeys.parallelRun;
const A = 'urn:overblik:source:a';
const B = 'urn:overblik:source:b';
const C = 'urn:overblik:source:c';

describe('the setting parallelRun', () => {
  it('takes several pairs, parted by blanks or commas, in one canonical form', () => {
    expect(read(`${B}=${C}, ${A}=${C}`)).toEqual({ value: `${A}=${C} ${B}=${C}` });
    expect(parallelRunPairs(`${A}=${C} ${B}=${C}`)).toEqual([
      { legacy: A, successor: C },
      { legacy: B, successor: C },
    ]);
  });
  it('is none where the value is empty', () => {
    expect(read(' ')).toEqual({ value: '' });
    expect(parallelRunPairs('')).toEqual([]);
  });
  it.each([
    ['a source without a successor', A],
    ['what is no URI', 'ky=kmd'],
    ['two equals signs', `${A}=${B}=${C}`],
    ['a source that succeeds itself', `${A}=${A}`],
    ['two successors of one legacy', `${A}=${B} ${A}=${C}`],
    ['a successor that is a legacy itself', `${A}=${B} ${B}=${C}`],
  ])('refuses %s', (_, text) => {
    expect(read(text)).toEqual({ problem: expect.any(String) as string });
  });
});

describe('the setting hiddenObjects', () => {
  const { initial, read: readHidden } = settingKeys.hiddenObjects;

  it('is none or existsOnly, and none at first', () => {
    expect(initial).toBe('none');
    expect([' existsOnly ', 'none'].map(readHidden)).toEqual([{ value: 'existsOnly' }, { value: 'none' }]);
  });
  it.each(['', 'existsonly', 'all', 'none existsOnly'])('refuses "%s"', (text) => {
    expect(readHidden(text)).toEqual({ problem: 'hiddenObjects is none or existsOnly' });
  });
});

describe.each(['misuseRepeated', 'misuseBulk'] as const)('the setting %s', (key) => {
  it('is a number of look-ups within a duration', () => {
    expect(settingKeys[key].read(' 20/p1d ')).toEqual({ value: '20/P1D' });
    expect(settingKeys[key].read(settingKeys[key].initial)).toEqual({ value: settingKeys[key].initial });
  });
  it.each(['', '20', '1/P1D', '20/', '20/1 day', '20/P2Y', '20/P1D/PT1H', '-3/P1D'])('refuses %j', (text) => {
    expect(settingKeys[key].read(text)).toEqual({ problem: expect.stringContaining(key) as string });
  });
});

describe('the names of settings', () => {
  it('are those that have an effect, and no names of JavaScript', () => {
    expect(isSettingKey('parallelRun')).toBe(true);
    expect(['purposeRequiredx', 'toString', '__proto__', ''].map(isSettingKey)).toEqual([false, false, false, false]);
  });
});

describe('the setting purposes', () => {
  it('takes several, parted by semicolons or commas, each once', () => {
    expect(settingKeys.purposes.read(' Klage over afgørelse; Tilsyn,Tilsyn ')).toEqual({
      value: 'Klage over afgørelse;Tilsyn',
    });
    expect(purposesOf('Klage over afgørelse;Tilsyn')).toEqual(['Klage over afgørelse', 'Tilsyn']);
    expect(purposesOf('')).toEqual([]);
  });
  it('are asked for or not', () => {
    expect(settingKeys.purposeRequired.read(' true ')).toEqual({ value: 'true' });
    expect(settingKeys.purposeRequired.read('ja')).toEqual({ problem: expect.any(String) as string });
  });
});

describe('the setting accessRetention', () => {
  it('has a period for each purpose, and one for all others', () => {
    expect(settingKeys.accessRetention.read('P5Y, Tilsyn = P2Y')).toEqual({ value: '*=P5Y;Tilsyn=P2Y' });
    expect(retentionPeriods('*=P5Y;Tilsyn=P2Y')).toEqual([
      { purpose: null, period: 'P5Y' },
      { purpose: 'Tilsyn', period: 'P2Y' },
    ]);
  });
  it.each(['5 years', 'P0D', '=P5Y', 'Tilsyn=P1Y;Tilsyn=P2Y', 'P', '*=-P1Y'])('refuses %s', (text) => {
    expect(settingKeys.accessRetention.read(text)).toEqual({ problem: expect.any(String) as string });
  });
});
