import type { Pool } from 'pg';
import type { Instant } from '#contracts';
import type { Target } from './scope.js';

/** A hold as it stands. */
export interface Hold extends Target {
  readonly holdId: string;
  readonly basis: string;
  readonly placedAt: Instant;
  readonly placedBy: string;
  /** The last day on which it holds; null: until it is lifted. */
  readonly until: string | null;
  readonly liftedAt: Instant | null;
  readonly liftedBy: string | null;
  readonly reason: string | null;
}

const COLUMNS = `hold_id as "holdId", authority, family, object_id as "objectId", basis, placed_at as "placedAt",
  placed_by as "placedBy", until, lifted_at as "liftedAt", lifted_by as "liftedBy", reason`;

/** Its last day is a day in Denmark, as every day of the contract. */
const ACTIVE = `lifted_at is null and (until is null or until >= (now() at time zone 'Europe/Copenhagen')::date)`;

/** The holds in PostgreSQL (`overblik.retention_hold`). A row comes before its event, so that what is held is held at once. */
export class HoldRegister {
  constructor(private readonly pool: Pool) {}

  /** Those of the ids that are held in the authority, in the family. */
  async heldAmong(authority: string, family: string, objectIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await this.pool.query<{ objectId: string }>(
      `select distinct object_id as "objectId" from overblik.retention_hold
        where authority = $1 and family = $2 and object_id = any($3::uuid[]) and ${ACTIVE}`,
      [authority, family, objectIds],
    );
    return new Set(rows.map(({ objectId }) => objectId));
  }

  async find(holdId: string): Promise<Hold | null> {
    const { rows } = await this.pool.query<Hold>(`select ${COLUMNS} from overblik.retention_hold where hold_id = $1`, [
      holdId,
    ]);
    return rows[0] ?? null;
  }

  /** Those that hold, oldest first; all there ever were where asked for. */
  async list(authority: string | null, withPast: boolean): Promise<readonly Hold[]> {
    const { rows } = await this.pool.query<Hold>(
      `select ${COLUMNS} from overblik.retention_hold
        where ($1::text is null or authority = $1) and ($2 or ${ACTIVE}) order by placed_at, hold_id`,
      [authority, withPast],
    );
    return rows;
  }

  async place(hold: Omit<Hold, 'liftedAt' | 'liftedBy' | 'reason'>): Promise<void> {
    const { holdId, authority, family, objectId, basis, placedAt, placedBy, until } = hold;
    await this.pool.query(
      `insert into overblik.retention_hold
         (hold_id, authority, family, object_id, basis, placed_at, placed_by, until, told)
       values ($1, $2, $3, $4, $5, $6, $7, $8, false)`,
      [holdId, authority, family, objectId, basis, placedAt, placedBy, until],
    );
  }

  /** False where it was lifted before. */
  async lift(holdId: string, at: Instant, by: string, reason: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `update overblik.retention_hold set lifted_at = $2, lifted_by = $3, reason = $4, told = false
        where hold_id = $1 and lifted_at is null`,
      [holdId, at, by, reason],
    );
    return rowCount === 1;
  }

  /** Holds of which the log does not tell yet what became of them. */
  async untold(): Promise<readonly Hold[]> {
    const { rows } = await this.pool.query<Hold>(`select ${COLUMNS} from overblik.retention_hold where not told`);
    return rows;
  }

  /** The log tells of it now; unless it was lifted since. */
  async told({ holdId, liftedAt }: Hold): Promise<void> {
    await this.pool.query(
      'update overblik.retention_hold set told = true where hold_id = $1 and (lifted_at is null) = $2',
      [holdId, liftedAt === null],
    );
  }
}
