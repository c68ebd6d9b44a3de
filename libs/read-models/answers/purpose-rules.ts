import type { Pool } from 'pg';
import { purposesOf } from '../settings/access-settings.js';
import { SERVED } from './statement-builder.js';

/** What an authority asks of the purpose of a caseworker. */
export interface PurposeRule {
  readonly isRequired: boolean;
  /** The only purposes there are; empty: any. */
  readonly purposes: readonly string[];
}

/** The rules of all authorities. */
export interface PurposeRules {
  /** As `Reading` gives it: an answer with the same mark was read under the same settings. */
  readonly mark: string | null;
  /** One that is not named asks nothing. */
  readonly byAuthority: ReadonlyMap<string, PurposeRule>;
}

/** Whether a purpose meets the rule of the authority. */
export function meetsPurposeRule({ byAuthority }: PurposeRules, authority: string, purpose: string | null): boolean {
  const rule = byAuthority.get(authority);
  if (rule?.isRequired !== true) return true;
  if (purpose === null) return false;
  return rule.purposes.length === 0 || rule.purposes.includes(purpose);
}

/** Reads the rules as they were set before the call; all who ask while one reading is under way share the one after it. */
export function createPurposeReader(pool: Pool): () => Promise<PurposeRules> {
  let underway: Promise<unknown> = Promise.resolve();
  let next: Promise<PurposeRules> | undefined;
  const begin = (): Promise<PurposeRules> => {
    next = undefined;
    const reading = readRules(pool);
    underway = reading.catch(() => undefined);
    return reading;
  };
  return () => (next ??= underway.then(begin));
}

async function readRules(pool: Pool): Promise<PurposeRules> {
  const { rows } = await pool.query<{
    served: string | null;
    authority: string | null;
    required: string | null;
    purposes: string | null;
  }>({
    name: 'purpose rules',
    text: `select ${SERVED} as served, chosen.* from (select) nothing left join (
        select authority, max(value) filter (where key = 'purposeRequired') as required,
               max(value) filter (where key = 'purposes') as purposes
          from overview.setting where key in ('purposeRequired', 'purposes') group by authority) chosen on true`,
  });
  return {
    mark: rows[0]?.served ?? null,
    byAuthority: new Map(
      rows.map(({ authority, required, purposes }) => [
        authority ?? '',
        { isRequired: required === 'true', purposes: purposesOf(purposes ?? '') },
      ]),
    ),
  };
}
