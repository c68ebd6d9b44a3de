import { Brackets, In, IsNull, Not, type DataSource, type Repository } from 'typeorm';
import type { Problem } from '#contracts';
import { quarantineTable, type QuarantineRow } from '../schema/quarantine-table.js';
import type {
  PurgedObject,
  Quarantine,
  QuarantineEntry,
  QuarantinePage,
  QuarantineQuery,
  RefusedEvent,
} from './quarantine.js';

/** The quarantine in PostgreSQL; the data source must know `eventStoreEntities` and have run `eventStoreMigrations`. */
export function openPostgresQuarantine(dataSource: DataSource): Quarantine {
  return new PostgresQuarantine(dataSource);
}

class PostgresQuarantine implements Quarantine {
  readonly #rows: Repository<QuarantineRow>;

  constructor(private readonly dataSource: DataSource) {
    this.#rows = dataSource.getRepository(quarantineTable);
  }

  async keep(events: readonly RefusedEvent[]): Promise<QuarantineEntry[]> {
    // One statement may touch a row once: of one content in the batch, the first is sent and stands for the others.
    const distinct = new Map<string, RefusedEvent>();
    for (const event of events) if (!distinct.has(contentKey(event))) distinct.set(contentKey(event), event);
    const sent = [...distinct.values()];
    const columns = COLUMNS.map(([, , valueOf]) => sent.map(valueOf));
    const rows: QuarantineRow[] = sent.length === 0 ? [] : await this.dataSource.query(KEEP, columns);
    const kept = new Map(rows.map((row) => [`${row.event_key_hash} ${row.content_hash}`, entryOf(row)]));
    return events.flatMap((event) => kept.get(contentKey(event)) ?? []);
  }

  async find(quarantineId: string): Promise<QuarantineEntry | null> {
    const row = await this.#rows.findOneBy({ quarantine_id: quarantineId });
    return row === null ? null : entryOf(row);
  }

  async list({ status, authorities, sources, subject, rule, after, limit }: QuarantineQuery): Promise<QuarantinePage> {
    const query = this.#rows
      .createQueryBuilder('entry')
      .orderBy('entry.arrival')
      .take(limit + 1);
    if (status !== undefined) query.andWhere({ status });
    if (authorities !== undefined) query.andWhere({ authority: In(authorities) });
    if (sources !== undefined) query.andWhere({ source: In(sources) });
    if (subject !== undefined) query.andWhere({ subject });
    if (rule !== undefined) query.andWhere({ rule });
    if (after !== undefined) query.andWhere(new Brackets((inner) => inner.where('entry.arrival > :after', { after })));
    const rows = await query.getMany();
    const page = rows.slice(0, limit);
    return { entries: page.map(entryOf), next: rows.length > limit ? (page.at(-1)?.arrival ?? null) : null };
  }

  async openOf(eventKeyHashes: readonly string[]): Promise<Map<string, QuarantineEntry[]>> {
    const rows: QuarantineRow[] = await this.dataSource.query(OPEN_OF, [eventKeyHashes]);
    const found = new Map<string, QuarantineEntry[]>();
    for (const row of rows) found.set(row.event_key_hash, [...(found.get(row.event_key_hash) ?? []), entryOf(row)]);
    return found;
  }

  async settle(quarantineId: string, status: 'accepted' | 'discarded'): Promise<boolean> {
    const { affected } = await this.#rows.update({ quarantine_id: quarantineId, status: 'open' }, { status });
    return affected === 1;
  }

  async settleAccepted(eventKeyHashes: readonly string[]): Promise<number> {
    const [, settled]: [unknown, number] = await this.dataSource.query(SETTLE_ACCEPTED, [eventKeyHashes]);
    return settled;
  }

  async forgetBodies(object: PurgedObject): Promise<number> {
    const { affected } = await this.#rows.update({ ...object, body: Not(IsNull()) }, { body: null });
    return affected ?? 0;
  }

  async forgetBodiesOf(quarantineIds: readonly string[]): Promise<number> {
    if (quarantineIds.length === 0) return 0;
    const { affected } = await this.#rows.update(
      { quarantine_id: In([...quarantineIds]), body: Not(IsNull()) },
      { body: null },
    );
    return affected ?? 0;
  }

  countOpen(): Promise<number> {
    return this.#rows.countBy({ status: 'open' });
  }
}

/** Column, its type, and its value of a refused event. */
const COLUMNS: readonly [column: string, type: string, valueOf: (event: RefusedEvent) => string | Buffer | null][] = [
  ['quarantine_id', 'uuid', (event) => event.quarantineId],
  ['authority', 'text', (event) => event.authority],
  ['source', 'text', (event) => event.source],
  ['id', 'text', (event) => event.id],
  ['type', 'text', (event) => event.type],
  ['subject', 'text', (event) => event.subject],
  ['sequence', 'text', (event) => event.sequence],
  ['event_key_hash', 'text', (event) => event.eventKeyHash],
  ['content_hash', 'text', (event) => event.contentHash],
  ['received_at', 'text', (event) => event.receivedAt],
  ['rule', 'text', (event) => event.problem.rule],
  ['problem', 'text', (event) => JSON.stringify(event.problem)],
  ['body', 'bytea', (event) => event.body],
];

const NAMES = COLUMNS.map(([column]) => column).join(', ');
const KEEP = `
insert into overblik.quarantine_entry as entry (status, ${NAMES})
select 'open', sent.* from unnest(${COLUMNS.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')}) as sent
on conflict (event_key_hash, content_hash) where status <> 'accepted'
do update set rule = excluded.rule, problem = excluded.problem
returning *`;

const OPEN_OF = `
select * from overblik.quarantine_entry where event_key_hash = any($1::text[]) and status = 'open' order by arrival`;

const SETTLE_ACCEPTED = `
update overblik.quarantine_entry set status = 'accepted' where event_key_hash = any($1::text[]) and status = 'open'`;

function contentKey(event: RefusedEvent): string {
  return `${event.eventKeyHash} ${event.contentHash}`;
}

function entryOf(row: QuarantineRow): QuarantineEntry {
  return {
    quarantineId: row.quarantine_id,
    status: row.status,
    authority: row.authority,
    source: row.source,
    id: row.id,
    type: row.type,
    subject: row.subject,
    sequence: row.sequence,
    eventKeyHash: row.event_key_hash,
    contentHash: row.content_hash,
    receivedAt: row.received_at,
    // Written by `keep` alone.
    problem: JSON.parse(row.problem) as Problem,
    body: row.body,
  };
}
