import { firstBar } from './first-bar.js';
import { GROUND_OF_ALL, type Ground } from './grounds.js';
import { groupSeesCase } from './visibility.js';

const SOURCE = 'urn:overblik:source:ky';
const rights = {
  klePath: ['32', '32.18', '32.18.04'],
  sensitivity: 2,
  unit: 'U1',
  source: SOURCE,
  viewClasses: ['boern'],
  profile: ['user/bo'],
};
const passing: Ground = {
  kle: ['32'],
  sensitivity: 2,
  units: ['U1'],
  sources: [SOURCE],
  classes: ['boern'],
  members: ['user/bo'],
};
const sees = (ground: Ground): boolean => groupSeesCase(ground, rights);

it.each<[keyof Ground, Partial<Ground>]>([
  ['kle', { kle: ['27'] }],
  ['sensitivity', { sensitivity: 1 }],
  ['units', { units: ['U2'] }],
  ['sources', { sources: ['urn:overblik:source:other'] }],
  ['classes', { classes: [] }],
  ['members', { members: ['user/ida'] }],
])('names %s where it alone keeps the case away', (bar, changed) => {
  expect(firstBar({ ...passing, ...changed }, sees)).toBe(bar);
});

it('names the first of several', () => {
  expect(firstBar({ ...passing, sensitivity: 0, units: ['U2'], members: [] }, sees)).toBe('sensitivity');
});

it('names nothing where nothing does', () => {
  expect(firstBar(passing, sees)).toBeNull();
  expect(firstBar(GROUND_OF_ALL, sees)).toBeNull();
});

it('says of what nobody could see that it is not there', () => {
  expect(firstBar(passing, () => false)).toBe('absent');
});
