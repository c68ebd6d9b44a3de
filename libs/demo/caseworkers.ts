import { demoId, units, type UnitKey } from './municipality.js';
import { firstNames, lastNames } from './names.js';
import type { Random } from './random.js';

export interface Caseworker {
  readonly kind: 'user';
  readonly id: string;
  readonly name: string;
}

/** Seven caseworkers in each unit. */
export function staff(random: Random): Readonly<Record<UnitKey, readonly Caseworker[]>> {
  const pool = firstNames.slice(1, 4).flatMap(({ women, men }) => [...women, ...men]);
  const team = (unit: string): readonly Caseworker[] =>
    Array.from({ length: 7 }, (_, index) => ({
      kind: 'user',
      id: demoId('user', `${unit}/${index}`),
      name: `${random.pick(pool)} ${random.weighted(lastNames)}`,
    }));
  return mapUnits(team);
}

function mapUnits(team: (unit: UnitKey) => readonly Caseworker[]): Readonly<Record<UnitKey, readonly Caseworker[]>> {
  const keys = Object.keys(units) as UnitKey[];
  return Object.fromEntries(keys.map((key) => [key, team(key)])) as Record<UnitKey, readonly Caseworker[]>;
}
