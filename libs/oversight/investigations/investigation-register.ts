import type { Pool } from 'pg';
import type { Instant } from '#contracts';

/** Which entries an investigation covers: those that fit all that is not null. */
export interface Covered {
  readonly authority: string;
  readonly user: string | null;
  readonly partyId: string | null;
  /** Inclusive. */
  readonly from: Instant | null;
  /** Exclusive. */
  readonly to: Instant | null;
}

/** An investigation as it stands. */
export interface Investigation extends Covered {
  readonly investigationId: string;
  readonly basis: string;
  readonly placedAt: Instant;
  readonly placedBy: string;
  readonly liftedAt: Instant | null;
  readonly liftedBy: string | null;
  readonly reason: string | null;
}

const COLUMNS = `investigation_id as "investigationId", authority, user_id as "user", party_id as "partyId",
  from_at as "from", to_at as "to", basis, placed_at as "placedAt", placed_by as "placedBy",
  lifted_at as "liftedAt", lifted_by as "liftedBy", reason`;

/** Whether entry `e` (`oversight.entry`) is under an investigation. `parties`: SQL of the ids that the party has today. */
export const underInvestigationSql = (parties: string): string => `exists (
  select from overblik.investigation i
   where i.lifted_at is null and i.authority = e.authority
     and (i.user_id is null or i.user_id = e.user_id)
     and (i.parties is null or i.parties && ${parties})
     and (i.from_at is null or e.at >= i.from_at) and (i.to_at is null or e.at < i.to_at))`;

/** The investigations in PostgreSQL. A row comes before its event, so that what is covered is covered at once. */
export class InvestigationRegister {
  constructor(private readonly pool: Pool) {}

  /** @param parties every id of the party */
  async place(investigation: Investigation, parties: readonly string[] | null): Promise<void> {
    const { investigationId, authority, user, partyId, from, to, basis, placedAt, placedBy } = investigation;
    await this.pool.query(
      `insert into overblik.investigation
         (investigation_id, authority, user_id, party_id, parties, from_at, to_at, basis, placed_at, placed_by, told)
       values ($1, $2, $3, $4, $5::uuid[], $6, $7, $8, $9, $10, false)`,
      [investigationId, authority, user, partyId, parties, from, to, basis, placedAt, placedBy],
    );
  }

  async find(investigationId: string): Promise<Investigation | null> {
    const { rows } = await this.pool.query<Investigation>(
      `select ${COLUMNS} from overblik.investigation where investigation_id = $1`,
      [investigationId],
    );
    return rows[0] ?? null;
  }

  /** Those that last, oldest first; all there ever were where asked for. @param authority null: of any */
  async list(authority: string | null, withLifted: boolean): Promise<Investigation[]> {
    const { rows } = await this.pool.query<Investigation>(
      `select ${COLUMNS} from overblik.investigation
        where ($1::text is null or authority = $1) and ($2 or lifted_at is null) order by placed_at, investigation_id`,
      [authority, withLifted],
    );
    return rows;
  }

  /** One that was lifted before stays as it is. */
  async lift(investigationId: string, at: Instant, by: string, reason: string): Promise<void> {
    await this.pool.query(
      `update overblik.investigation set lifted_at = $2, lifted_by = $3, reason = $4, told = false
        where investigation_id = $1 and lifted_at is null`,
      [investigationId, at, by, reason],
    );
  }

  /** Those of which the log does not tell yet what became of them. */
  async untold(): Promise<Investigation[]> {
    const { rows } = await this.pool.query<Investigation>(
      `select ${COLUMNS} from overblik.investigation where not told`,
    );
    return rows;
  }

  /** The log tells of it now; unless it was lifted since. */
  async told({ investigationId, liftedAt }: Investigation): Promise<void> {
    await this.pool.query(
      'update overblik.investigation set told = true where investigation_id = $1 and (lifted_at is null) = $2',
      [investigationId, liftedAt === null],
    );
  }
}
