import type { Pool } from 'pg';
import type { Instant } from '#contracts';
import { instantSql } from '#event-store';
import { retentionPeriods, type RetentionPeriod } from './access-settings.js';
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
  /** By authority, the periods of the setting `accessRetention`, where it was set. */
  retentions(): Promise<ReadonlyMap<string, readonly RetentionPeriod[]>>;
}

/** Asks the table of the read model `settings`. */
export function createSettingQueries(pool: Pool): SettingQueries {
  const settings = async (authority: string): Promise<SettingView[]> => {
    const { rows } = await pool.query<{ key: string; value: string; set_at: string; set_by: string }>(
      `select key, value, ${instantSql('set_at')} as set_at, set_by
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
    async retentions() {
      const { rows } = await pool.query<{ authority: string; value: string }>(
        `select authority, value from overview.setting where key = 'accessRetention'`,
      );
      return new Map(rows.map(({ authority, value }) => [authority, retentionPeriods(value)]));
    },
  };
}
