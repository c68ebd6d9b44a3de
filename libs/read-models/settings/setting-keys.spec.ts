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

describe('the names of settings', () => {
  it('are those that have an effect, and no names of JavaScript', () => {
    expect(isSettingKey('parallelRun')).toBe(true);
    expect(['purposeRequiredx', 'toString', '__proto__', ''].map(isSettingKey)).toEqual([false, false, false, false]);
  });
});
