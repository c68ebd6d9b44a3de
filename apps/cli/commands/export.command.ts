import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, Option, SubCommand } from 'nest-commander';
import { storedRecord } from '#case-history';
import { instantFromDate } from '#contracts';
import { payloadKeys, streamName, type StoredMetadata } from '#personal-data';
import { writeBundle, type Erased, type ExportedEvent } from '#seal';
import { exportedObject, type ExportedObject, type ExportKind, type ObjectHistory } from '../export/exported-object.js';
import { pageOf } from '../export/page.js';
import { Failure } from '../output/failure.js';
import { leaveTrace } from '../session/access-trail.js';
import { operatorScope } from '../session/authority.js';
import { momentFrom } from '../session/moment.js';
import type { Session } from '../session/session.js';
import { runInAuthority } from './command-end.js';
import { ExportAccessCommand } from './export-access.command.js';
import { idNamed } from './named.js';
import { AuthorityCommand, CommandGroup } from './shapes.js';

interface Flags {
  readonly out?: string;
  readonly asKnownAt?: readonly string[];
  readonly authority?: string;
}

/** What both kinds of export have in common; the kind is the word on the command line. */
abstract class ExportOf extends AuthorityCommand {
  protected abstract readonly kind: ExportKind;

  override async run([argument = '']: string[], flags: Flags): Promise<void> {
    const id = idNamed(`a ${this.kind}`, argument);
    const folder = emptyFolder(flags.out);
    const moments = [undefined, ...(flags.asKnownAt ?? [])].map((asKnownAt) => momentFrom(undefined, asKnownAt));
    await runInAuthority(flags.authority, async (session, authority, queries) => {
      const object = await exportedObject(session, queries, this.kind, id, operatorScope(authority), moments);
      const isThere = object.histories.length > 0 || object.views.some(({ view }) => view !== null);
      await leaveTrace(session, {
        authority,
        operation: 'export',
        moment: { asOf: null, asKnownAt: null },
        parties: object.parties,
        objects: object.objects,
        asked: isThere ? [] : [id],
      });
      if (!isThere) throw new Failure(`there is no such ${this.kind}`);
      const events = await exportedEvents(session, object, authority);
      await exportBundle(session, folder, object, authority, events);
      process.stdout.write(`${folder}: ${events.length} events, ${moments.length} views\n`);
      return 0;
    });
  }

  @Option({ flags: '--out <folder>', description: 'a new or empty folder for the bundle', required: true })
  out(text: string): string {
    return text;
  }

  @Option({
    flags: '--as-known-at <time...>',
    description: 'a view of what had been received by then, beside the present one; may be repeated',
  })
  asKnownAt(text: string, earlier: readonly string[] = []): readonly string[] {
    return [...earlier, text];
  }
}

@SubCommand({
  name: 'case',
  arguments: '<id>',
  description: 'a case and what lies on it: events, keys, views, proofs, and a page to print',
})
export class ExportCaseCommand extends ExportOf {
  protected readonly kind = 'case';
}

@SubCommand({
  name: 'party',
  arguments: '<id>',
  description: 'a party, its cases and what lies on them: events, keys, views, proofs, and a page to print',
})
export class ExportPartyCommand extends ExportOf {
  protected readonly kind = 'party';
}

@Command({
  name: 'export',
  description:
    'a case or a party as a folder that proves itself: `verify --bundle`; the access log as a file; leaves an access entry',
  subCommands: [ExportCaseCommand, ExportPartyCommand, ExportAccessCommand],
})
export class ExportCommand extends CommandGroup {}

function emptyFolder(out: string | undefined): string {
  const folder = resolve(out ?? '');
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Failure(`the folder ${folder} is not empty`);
  return folder;
}

/** The stored events of the object and of what belongs to it, each with the key of its own, or the erasure that took it. */
async function exportedEvents(
  { stores }: Session,
  { histories }: ExportedObject,
  authority: string,
): Promise<ExportedEvent[]> {
  const { pool, vault, eventStore: store } = stores;
  const events = await storedRecord({ pool, store, vault }, authority, histories);
  const keys = await payloadKeys(events, (streams) => vault.keysFor(streams));
  const erasureOf = erasuresIn(histories, authority);
  return events.map((event, index) => {
    const key = keys[index];
    if (Buffer.isBuffer(key)) return { event, key, erased: null };
    return { event, key: null, erased: key === 'open' ? null : erasureOf(event) };
  });
}

/** What took an event: its own entry tells, and of a mention that of the object that it came by. */
function erasuresIn(histories: readonly ObjectHistory[], authority: string): (event: ExportedEvent['event']) => Erased {
  const byEvent = new Map<string, Erased>();
  const byStream = new Map<string, Erased>();
  for (const { family, id, entries } of histories) {
    for (const { id: eventId, erasure } of entries) {
      if (erasure === null) continue;
      byEvent.set(eventId, erasure);
      byStream.set(streamName(family, authority, id), erasure);
    }
  }
  return ({ eventId, metadata }) => {
    const { viaStream = '' } = JSON.parse(metadata) as StoredMetadata;
    const { at, basis, by } = byEvent.get(eventId) ?? byStream.get(viaStream) ?? { at: null, basis: null, by: null };
    return { at, basis, by };
  };
}

async function exportBundle(
  session: Session,
  folder: string,
  object: ExportedObject,
  authority: string,
  events: readonly ExportedEvent[],
): Promise<void> {
  const { kind, id, views } = object;
  const exportedAt = instantFromDate(new Date());
  const { eventStore } = session.stores;
  const facts = { authority, exportedAt, by: session.operator, position: await eventStore.head() };
  const files = new Map<string, string>([['index.html', pageOf(object, facts)]]);
  for (const { moment, view } of views) {
    const name = `view-${moment.asKnownAt?.replaceAll(':', '') ?? 'now'}.json`;
    files.set(name, `${JSON.stringify({ ...moment, view }, null, 2)}\n`);
  }
  const bundle = { subject: `${kind}/${id}`, authority, exportedAt, events, files };
  const tools = await session.sealer.tools();
  if (tools === null)
    throw new Failure('an export is signed with the key of the seal, which this process has not: OVERBLIK_SEAL_KEY');
  await session.sealer.sealAll();
  await writeBundle(folder, bundle, tools);
}
