import type { Pool } from 'pg';
import type { Instant } from '#contracts';
import { isSettingKey, parallelRunPairs, settingKeys, type ParallelRunPair, type SettingKey } from './setting-keys.js';

/** A setting as it holds now; nobody has set it where `setBy` is null. */
export interface SettingView {
  readonly key: SettingKey;
  readonly value: string;
  readonly setAt: Instant | null;
  readonly setBy: string | null;
}

/** What an authority has chosen. */
export interface SettingQueries {
  /** Every setting there is, by name. */
  settings(authority: string): Promise<SettingView[]>;
  /** The pairs of the setting `parallelRun`. */
  parallelRuns(authority: string): Promise<ParallelRunPair[]>;
}

/** Asks the table of the read model `settings`. */
export function createSettingQueries(pool: Pool): SettingQueries {
  const settings = async (authority: string): Promise<SettingView[]> => {
    const { rows } = await pool.query<{ key: string; value: string; set_at: string; set_by: string }>(
      `select key, value, to_char(set_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as set_at, set_by
         from overview.setting where authority = $1`,
      [authority],
    );
    const known = new Map(rows.map((row) => [row.key, row]));
    return Object.keys(settingKeys)
      .filter(isSettingKey)
      .sort()
      .map((key) => {
        const row = known.get(key);
        return {
          key,
          value: row?.value ?? settingKeys[key].initial,
          setAt: row?.set_at ?? null,
          setBy: row?.set_by ?? null,
        };
      });
  };
  return {
    settings,
    async parallelRuns(authority) {
      const setting = (await settings(authority)).find(({ key }) => key === 'parallelRun');
      return parallelRunPairs(setting?.value ?? '');
    },
  };
}
