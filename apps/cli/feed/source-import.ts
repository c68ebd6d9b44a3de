import { hkdfSync } from 'node:crypto';
import { basename } from 'node:path';
import { fullTypeOf } from '#contracts';
import { sourceRegistry, type FlagValues, type RegisteredSource } from '#sources';
import { Failure } from '../output/failure.js';
import type { Session } from '../session/session.js';
import type { Incoming } from './feed.js';
import { openInput, type Input } from './input.js';
import type { ImportInput } from './run-import.js';

/** The files of one kind of source system as events, one file after another. Fails before anything is sent where a file is missing. */
export async function sourceImport(
  session: Session,
  adapterName: string,
  files: readonly string[],
  authority: string,
  flags: FlagValues,
): Promise<ImportInput> {
  const adapter = adapterNamed(adapterName);
  const opened = adapter.open(flags, {
    authority,
    hmacKey: hmacKeyOf(session, adapterName, authority),
    sourceKnown: await isSourceKnown(session, adapter.sourceOf(flags), authority),
  });
  if (!opened.ok) throw new Failure(opened.reason);
  const inputs = await Promise.all(files.map(async (file) => ({ file, input: await openInput(file) })));
  const read = opened.value;
  return {
    label: `import ${adapterName}`,
    share: () => sharesOf(inputs.map(({ input }) => input)),
    incoming: (async function* () {
      let isPresented = false;
      for (const { file, input } of inputs) {
        for await (const item of read(input.bytes)) {
          // Each file begins by presenting a source that was not known when the import began.
          if (presentsSource(item)) {
            if (isPresented) continue;
            isPresented = true;
          }
          yield incomingOf(item, inputs.length > 1 ? `${basename(file)} line ${item.line}` : `line ${item.line}`);
        }
      }
    })(),
  };
}

type Item =
  ReturnType<Extract<ReturnType<RegisteredSource['open']>, { ok: true }>['value']> extends AsyncIterable<infer I>
    ? I
    : never;

const PRESENTATION = fullTypeOf('source.registered');

function presentsSource(item: Item): boolean {
  return item.kind === 'event' && item.event.type === PRESENTATION;
}

/** An event of an adapter is small; a batch is bounded by count. */
const ASSUMED_BYTES = 1024;

function incomingOf(item: Item, place: string): Incoming {
  if (item.kind === 'event') return { kind: 'event', event: item.event, place, bytes: ASSUMED_BYTES };
  return { kind: item.kind, reason: item.reason, place };
}

function adapterNamed(name: string): RegisteredSource {
  const adapter = sourceRegistry.find((each) => each.name === name);
  if (adapter === undefined)
    throw new Failure(
      `no source adapter is named ${name}; there are ${sourceRegistry.map((each) => each.name).join(', ')}`,
    );
  return adapter;
}

/** A key of the authority for ids made from CPR numbers: the same in each import, and of no use for anything else. */
function hmacKeyOf({ stores }: Session, adapterName: string, authority: string): Buffer {
  if (!/^\d{8}$/.test(authority)) return Buffer.alloc(32); // no key for what the adapter is about to refuse
  return Buffer.from(
    hkdfSync('sha256', stores.vault.authority(authority).identity, Buffer.alloc(0), `source|${adapterName}`, 32),
  );
}

/** Whether the source has presented itself to the authority; such events are few and their names stand in the open. */
async function isSourceKnown({ stores }: Session, source: string | undefined, authority: string): Promise<boolean> {
  const filter = { types: ['source.registered'], streamPrefixes: [`source-${authority}-`] };
  for (let after = 0; ;) {
    const page = await stores.eventStore.readAll(after, 1000, filter);
    if (page.events.some(({ metadata }) => (JSON.parse(metadata) as { source?: string }).source === source))
      return true;
    if (page.caughtUp || page.checkpoint === after) return false;
    after = page.checkpoint;
  }
}

function sharesOf(inputs: readonly Input[]): number | undefined {
  const shares = inputs.map((input) => input.share() ?? 0);
  return shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
