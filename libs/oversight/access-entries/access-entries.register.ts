import { isUuid } from '#contracts';
import { accessViewed, idsNamedIn } from '#access';
import { isView, type LoggedView, type Register, type RegisterContext } from '../following/register.js';

/** A view as it is looked for; what it tells stands in the log, at its position. */
interface EntryRow {
  readonly position: number;
  readonly authority: string;
  readonly user_id: string;
  readonly at: string;
  readonly action: string;
  readonly purpose: string | null;
  readonly transaction_id: string;
  readonly parties: readonly string[];
  readonly objects: readonly string[];
  readonly asked: readonly string[];
}

/**
 * By what a view is found: who, when, what he did, and whom and what it named. `asked`: the ids, and the nodes of the numbers,
 * that were asked for in vain. A view of no authority belongs to nobody's log.
 */
export const accessEntries: Register = {
  name: 'access-entries',
  version: 2,
  hears: new Set([accessViewed]),
  tables: [
    {
      name: 'entry',
      sql: [
        `create table oversight.entry (
           position bigint primary key, authority text not null, user_id text not null, at timestamptz not null,
           action text not null, purpose text, transaction_id uuid not null,
           parties uuid[] not null, objects uuid[] not null, asked uuid[] not null)`,
        `alter table oversight.entry alter column asked set statistics 0`,
        `create index entry_newest on oversight.entry (authority, at desc, position desc)`,
        `create index entry_of_user on oversight.entry (authority, user_id, at desc, position desc)`,
        // The few reveals and refusals among many views.
        `create index entry_of_action on oversight.entry (authority, action, at desc, position desc)`,
        `create index entry_of_transaction on oversight.entry (transaction_id)`,
        `create index entry_names on oversight.entry using gin (parties, objects, asked)`,
      ],
    },
  ],
  async takeIn(entries, { client, keyring, openAll }: RegisterContext) {
    const views = entries.filter(isView).filter(({ data }) => data.authority !== null);
    if (views.length === 0) return;
    const opened = await openAll(views);
    const rows = views.map((view, index) => rowOf(view, opened[index]?.asked ?? [], keyring));
    await client.query({ name: 'oversight entries', text: INSERT, values: [JSON.stringify(rows)] });
  },
  async forget(positions, client) {
    await client.query('delete from oversight.entry where position = any($1::bigint[])', [positions]);
  },
};

const INSERT = `
  insert into oversight.entry
    (position, authority, user_id, at, action, purpose, transaction_id, parties, objects, asked)
  select position, authority, user_id, at, action, purpose, transaction_id, parties, objects, asked
    from jsonb_to_recordset($1::jsonb) as r (position bigint, authority text, user_id text, at timestamptz, action text,
      purpose text, transaction_id uuid, parties uuid[], objects uuid[], asked uuid[])
  on conflict (position) do nothing`;

function rowOf(
  { position, data }: LoggedView,
  asked: readonly string[],
  keyring: RegisterContext['keyring'],
): EntryRow {
  const { authority, user, at, action, purpose, transactionId, parties, objects } = data;
  return {
    position,
    authority: authority ?? '',
    user_id: user,
    at,
    action,
    purpose,
    transaction_id: transactionId,
    parties: parties.filter(isUuid),
    objects: objects.filter(isUuid),
    asked: [...new Set(asked.flatMap((text) => idsNamedIn(text, keyring(authority ?? ''))))],
  };
}
