import { Command, CommandRunner, Option } from 'nest-commander';
import { countParked } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { createOverviewQueries } from '#read-models/queries';
import { derivedColumns } from '#seal';
import { grouped } from '../output/progress.js';
import type { Session } from '../session/session.js';
import { runInSession } from './command-end.js';

@Command({
  name: 'status',
  description: 'where everything lies, how far the read models have come, and how the sources are',
})
export class StatusCommand extends CommandRunner {
  override async run(_: string[], { json }: { json?: boolean }): Promise<void> {
    await runInSession(async (session) => {
      const status = await statusOf(session);
      process.stdout.write(json === true ? `${JSON.stringify(status, null, 2)}\n` : statusText(status));
      return 0;
    });
  }

  @Option({ flags: '--json', description: 'as one JSON object' })
  json(): boolean {
    return true;
  }
}

/** All of them stand in the JSON. */
const SHOWN_GAPS = 3;

type Status = Awaited<ReturnType<typeof statusOf>>;

async function statusOf(session: Session) {
  const { configuration, database, stores, runner, sealer } = session;
  const { pool, vault, eventStore, eventLogPlace, quarantine } = stores;
  const queries = createOverviewQueries({ pool, keyring: vault.authority });
  const [head, parked] = [await eventStore.head(), await countParked(pool)];
  const sources = [];
  for (const authority of await queries.authorities()) {
    for (const source of await queries.sources({ authority })) sources.push({ authority, ...source });
  }
  return {
    databaseUrl: withoutPassword(database.url),
    database: database.origin,
    // Null where events lie in a cluster.
    eventTable: eventLogPlace.kind === 'database' ? 'overblik.events' : null,
    eventStoreUrl: eventLogPlace.kind === 'database' ? null : withoutPassword(configuration.eventStoreUrl ?? ''),
    eventStorePrefix: eventLogPlace.kind === 'database' ? null : eventLogPlace.prefix,
    accessTable: 'overblik.access_log',
    // Columns of both that follow from others and are not sealed.
    derivedColumns,
    publicKeyFile: sealer.publicKeyFile,
    unsealed: Object.fromEntries((await sealer.unsealed()).map(({ log, events }) => [log, events])),
    position: head,
    // Where there are several of one name, the one that serves comes first.
    readModels: await Promise.all(
      (await runner.generations()).map(async ({ name, version, generation, status, position }) => ({
        name,
        version,
        generation,
        status,
        position,
        /** In events. */
        lag: await eventStore.countAfter(position),
        parked: (status === 'serving' ? parked.get(name) : undefined) ?? { keys: 0, events: 0 },
        rebuildDue: status === 'serving' && readModels.find((model) => model.name === name)?.version !== version,
      })),
    ),
    sources,
    quarantined: await quarantine.countOpen(),
  };
}

function statusText({
  databaseUrl,
  database,
  eventTable,
  eventStoreUrl,
  eventStorePrefix,
  accessTable,
  publicKeyFile,
  unsealed,
  position,
  readModels: generations,
  sources,
  quarantined,
}: Status): string {
  return [
    `database      ${databaseUrl} (${database})`,
    `events        ${eventTable ?? [eventStoreUrl, eventStorePrefix].join(' ').trim()}, last position ${grouped(position)}`,
    `access log    ${accessTable}`,
    `seal          ${Object.entries(unsealed)
      .map(([log, events]) => `${grouped(events)} of ${log} unsealed`)
      .join(', ')}; public key ${publicKeyFile}`,
    `quarantined   ${grouped(quarantined)} open`,
    '',
    'read models',
    ...generations.map(
      ({ name, version, generation, status, position: at, lag, rebuildDue, parked: { keys, events } }) =>
        `  ${name.padEnd(24)} v${version} g${generation}  ${status.padEnd(11)}  position ${grouped(at)}, ${lag === 0 ? 'up to date' : `${grouped(lag)} behind`}` +
        (keys === 0 ? '' : `; PARKED ${grouped(keys)} keys, ${grouped(events)} events: \`overblik parked list\``) +
        (rebuildDue ? `; a rebuild is due: overblik rebuild ${name}` : ''),
    ),
    '',
    'sources',
    ...sources.flatMap(({ authority, source, name, freshness, events, gaps }) => [
      `  ${authority}  ${source.padEnd(40)} ${freshness.state.padEnd(8)} ${grouped(events).padStart(9)} events  ${name}`,
      ...gaps
        .slice(0, SHOWN_GAPS)
        .map(
          ({ openedAt, closedAt, missing }) =>
            `            gap of ${grouped(missing)} from ${openedAt} ${closedAt === null ? 'and still open' : `to ${closedAt}`}`,
        ),
    ]),
    '',
  ].join('\n');
}

/** Of a database or a cluster; the latter may name several hosts. */
function withoutPassword(url: string): string {
  const shown = url.replace(/^([^/]*\/\/[^:@/]*):[^@/]*@/, '$1:***@');
  return shown.replace(/([?&]password=)[^&]*/g, '$1***');
}
