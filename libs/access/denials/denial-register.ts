import type { Pool } from 'pg';
import type { Instant } from '#contracts';
import { instantSql } from '#event-store';
import type { Denial, DeniedClaim } from './denial.js';

/** What of a denial decides whether a token is refused. */
export interface StandingDenial {
  readonly authority: string | null;
  readonly claim: DeniedClaim;
  readonly value: string;
}

const COLUMNS = `denial_id as "denialId", authority, claim, value, reason, ${instantSql('until')} as until,
  ${instantSql('denied_at')} as "deniedAt", denied_by as "deniedBy", ${instantSql('lifted_at')} as "liftedAt",
  lifted_by as "liftedBy", lift_reason as "liftReason"`;

/** By the clock of the database, which all processes share. */
const STANDS = 'lifted_at is null and (until is null or until > now())';

/** The deny list in PostgreSQL (`overblik.access_denial`). A row comes before its event, so that who is denied is denied at once. */
export class DenialRegister {
  constructor(private readonly pool: Pool) {}

  /** All that stand now. */
  async standing(): Promise<readonly StandingDenial[]> {
    const { rows } = await this.pool.query<StandingDenial>({
      name: 'standing-denials',
      text: `select authority, claim, value from overblik.access_denial where ${STANDS}`,
    });
    return rows;
  }

  async find(denialId: string): Promise<Denial | null> {
    const { rows } = await this.pool.query<Denial>(
      `select ${COLUMNS} from overblik.access_denial where denial_id = $1`,
      [denialId],
    );
    return rows[0] ?? null;
  }

  /** Those of the authority and those that hold everywhere, newest first; without an authority all. */
  async list(authority: string | null, withPast: boolean): Promise<readonly Denial[]> {
    const { rows } = await this.pool.query<Denial>(
      `select ${COLUMNS} from overblik.access_denial
        where ($1::text is null or authority is null or authority = $1) and ($2 or ${STANDS})
        order by denied_at desc, denial_id`,
      [authority, withPast],
    );
    return rows;
  }

  async add({ denialId, authority, claim, value, reason, until, deniedAt, deniedBy }: Denial): Promise<void> {
    await this.pool.query(
      `insert into overblik.access_denial (denial_id, authority, claim, value, reason, until, denied_at, denied_by, told)
       values ($1, $2, $3, $4, $5, $6, $7, $8, false)`,
      [denialId, authority, claim, value, reason, until, deniedAt, deniedBy],
    );
  }

  /** One that was lifted before stays as it is. */
  async lift(denialId: string, at: Instant, by: string, reason: string): Promise<void> {
    await this.pool.query(
      `update overblik.access_denial set lifted_at = $2, lifted_by = $3, lift_reason = $4, told = false
        where denial_id = $1 and lifted_at is null`,
      [denialId, at, by, reason],
    );
  }

  /** Those of which the log does not tell yet what became of them. */
  async untold(): Promise<readonly Denial[]> {
    const { rows } = await this.pool.query<Denial>(`select ${COLUMNS} from overblik.access_denial where not told`);
    return rows;
  }

  /** The log tells of it now; unless it was lifted since. */
  async told({ denialId, liftedAt }: Denial): Promise<void> {
    await this.pool.query(
      'update overblik.access_denial set told = true where denial_id = $1 and (lifted_at is null) = $2',
      [denialId, liftedAt === null],
    );
  }
}
