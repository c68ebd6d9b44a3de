import type { PoolClient } from 'pg';
import { misuseLimitOf, settingKeys } from '#read-models/queries';

/** From how many look-ups within how long on (ISO 8601) it is conspicuous. */
export interface MisuseLimit {
  readonly count: number;
  readonly within: string;
}

/** Of an authority: look-ups of one party, and parties looked up, by one user. */
export interface MisuseLimits {
  readonly authority: string;
  readonly repeated: MisuseLimit;
  readonly bulk: MisuseLimit;
}

/** What the authorities have set, or what holds while they have not. */
export async function limitsOf(
  client: Pick<PoolClient, 'query'>,
  authorities: readonly string[],
): Promise<MisuseLimits[]> {
  const { rows } = await client.query<{ authority: string; key: string; value: string }>({
    name: 'misuse limits',
    text: `select authority, key, value from overview.setting
            where authority = any($1::text[]) and key in ('misuseRepeated', 'misuseBulk')`,
    values: [authorities],
  });
  const set = new Map(rows.map(({ authority, key, value }) => [`${authority} ${key}`, value]));
  const limitOf = (authority: string, key: 'misuseRepeated' | 'misuseBulk'): MisuseLimit =>
    misuseLimitOf(set.get(`${authority} ${key}`) ?? settingKeys[key].initial);
  return authorities.map((authority) => ({
    authority,
    repeated: limitOf(authority, 'misuseRepeated'),
    bulk: limitOf(authority, 'misuseBulk'),
  }));
}

/** The parameter of LIMITS. */
export const limitsJson = (limits: readonly MisuseLimits[]): string =>
  JSON.stringify(
    limits.map(({ authority, repeated, bulk }) => ({
      authority,
      repeated: repeated.count,
      repeated_within: repeated.within,
      bulk: bulk.count,
      bulk_within: bulk.within,
    })),
  );
