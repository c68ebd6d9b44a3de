import type { Pool } from 'pg';

/** How many events of something wait until a fault of the program is mended, by source. */
export type ParkedEvents = Readonly<Record<string, number>>;

/**
 * The parked events of the objects, as JSON text by source; null where there are none. Hardly ever is anything parked,
 * and then nothing else is looked at.
 * @param objects rows (read model, key): only what the caller may see, for a hidden object is not there
 */
export const parkedSql = (authority: string, objects: string): string =>
  `(select json_object_agg(x.source, x.events)::text from (select k.source, count(*) as events
     from overview.parked_key k join overview.parked_event e on e.read_model = k.read_model and e.key = k.key
    where k.authority = ${authority} and (k.read_model, k.key) in (${objects}) group by k.source) x)`;

/** Objects of the kinds that lie under `<authority>/<uuid>`, as {@link parkedSql} takes them. */
export const objectRows = (readModel: string, authority: string, id: string, from: string): string =>
  `select '${readModel}', ${authority} || '/' || ${id} from ${from}`;

export function parkedFrom(text: string | null | undefined): ParkedEvents {
  return text === null || text === undefined ? NOTHING_PARKED : (JSON.parse(text) as ParkedEvents);
}

export const NOTHING_PARKED: ParkedEvents = {};

/** Of all sources together: of a case, which has one, what others said is told with it. */
export const eventsIn = (parked: ParkedEvents): number => Object.values(parked).reduce((sum, each) => sum + each, 0);

/** Whether anything of the authority is parked. */
export const anyParkedSql = (authority: string): string =>
  `exists (select from overview.parked_key k where k.authority = ${authority})`;

/** Read model and key. */
export type ParkedObject = readonly [readModel: string, key: string];

/** The parked events of objects whose keys are at hand. */
export async function parkedAmong(
  pool: Pool,
  authority: string,
  objects: readonly ParkedObject[],
): Promise<ParkedEvents> {
  const { rows } = await pool.query<{ parked: string | null }>(
    `select ${parkedSql('$1', 'select * from unnest($2::text[], $3::text[])')} as parked`,
    [authority, objects.map(([readModel]) => readModel), objects.map(([, key]) => key)],
  );
  return parkedFrom(rows[0]?.parked);
}
