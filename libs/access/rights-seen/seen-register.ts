import type { Pool } from 'pg';

/** What a user was last seen with in an authority. */
export interface LastSeen {
  readonly authority: string;
  readonly digest: string;
}

/** An authority's users and the entry that tells what each was last seen with. */
export interface LastEntry {
  readonly user: string;
  readonly eventId: string;
}

/** The register `overblik.privileges_seen`: outlives a restart, and is shared by all processes. */
export class SeenRegister {
  constructor(private readonly pool: Pool) {}

  async ofUser(user: string): Promise<readonly LastSeen[]> {
    const { rows } = await this.pool.query<LastSeen>({
      name: 'privileges-seen',
      text: 'select authority, digest from overblik.privileges_seen where user_id = $1',
      values: [user],
    });
    return rows;
  }

  async ofAuthority(authority: string): Promise<readonly LastEntry[]> {
    const { rows } = await this.pool.query<LastEntry>(
      `select user_id as user, event_id as "eventId" from overblik.privileges_seen where authority = $1
        order by user_id collate "C"`,
      [authority],
    );
    return rows;
  }

  async note(user: string, { authority, digest }: LastSeen, eventId: string): Promise<void> {
    await this.pool.query(
      `insert into overblik.privileges_seen (user_id, authority, digest, event_id) values ($1, $2, $3, $4)
       on conflict (user_id, authority) do update set digest = excluded.digest, event_id = excluded.event_id`,
      [user, authority, digest, eventId],
    );
  }
}
