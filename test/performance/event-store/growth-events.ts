import { randomBytes } from 'node:crypto';
import type { AppendRequest } from '#event-store';
import { sealWith } from '#personal-data';
import type { KeyVault } from '#personal-data';
import type { LogRow } from '../append-limit.js';
import { uuidOf } from '../sample-words.js';

/** `outside`: hashes of what a source says (UUIDv5), in no order; `timely`: UUIDv7, of events and objects. */
export type IdKind = 'outside' | 'timely';

/** Makes any number of events like those of a log, of ever new objects, as intake stores them. */
export interface GrowthEvents {
  /** Events a portion. */
  readonly size: number;
  /** The next portion, sealed under new keys of its own. */
  next(vault: KeyVault): Promise<AppendRequest[]>;
}

/** An event to make others of. */
interface Template {
  readonly stream: string;
  readonly type: string;
  readonly metadata: string;
  readonly data: string;
  /** Objects that it names, its own first. */
  readonly objects: readonly string[];
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const CASE_NUMBER = /"2026-(\d{6})"/g;
const FAMILIES = ['case-', 'document-', 'journal-note-'];

/**
 * Portions that are each the same day over again, about new cases, documents and notes. Parties are left out: the ids of
 * their nodes are hashes always, and would hide what the order of the others comes to.
 */
export async function growthEvents(
  rows: readonly LogRow[],
  vault: KeyVault,
  kind: IdKind,
  size: number,
): Promise<GrowthEvents> {
  const templates = await templatesOf(rows, vault, size);
  let made = 0;
  const idOf = kind === 'outside' ? uuidOf : timelyId;
  return {
    size,
    async next(target) {
      const portion = made++;
      const objects = new Map<string, string>();
      const streamOf = ({ stream, objects: [own = ''] }: Template): string =>
        stream.replace(own, objects.get(own) ?? own);
      for (const { objects: named } of templates)
        for (const object of named) if (!objects.has(object)) objects.set(object, idOf(`${portion}|${object}`));
      const streams = [...new Set(templates.map(streamOf))];
      const keys = await target.ensureKeys(streams.map((stream) => ({ stream })));
      const renamed = (text: string): string =>
        text
          .replace(UUID, (uuid) => objects.get(uuid) ?? uuid)
          .replace(CASE_NUMBER, (_, number: string) => `"2026-${number}-${portion}"`);
      return templates.map((template, index) => {
        const stream = streamOf(template);
        const key = keys.get(stream)?.key;
        if (key === undefined || key === null) throw new Error('an object of the benchmark has no key');
        const eventId = idOf(`${portion}#${index}`);
        const data = sealWith(key, eventId, renamed(template.data));
        const { type } = template;
        const event = { eventId, type, metadata: renamed(template.metadata), data };
        return { stream, expectedRevision: 'any', events: [event] };
      });
    },
  };
}

/** The first of those events that concern cases, documents and notes, and name no party. */
async function templatesOf(rows: readonly LogRow[], vault: KeyVault, size: number): Promise<Template[]> {
  const candidates = rows.filter(({ stream }) => FAMILIES.some((family) => stream.startsWith(family)));
  const opened = await vault.open(candidates.slice(0, size * 2));
  const templates = opened.flatMap((event, index): Template[] => {
    const { stream = '', type = '', metadata = '' } = candidates[index] ?? {};
    const said = event.data as { parties?: unknown; cases?: readonly { caseId: string }[]; caseId?: string };
    const named = [
      ...(said.cases ?? []).map(({ caseId }) => caseId),
      ...(said.caseId === undefined ? [] : [said.caseId]),
    ];
    const data = JSON.stringify(said.parties === undefined ? said : { ...said, parties: [] });
    return [{ stream, type, metadata, data, objects: [event.objectId, ...named] }];
  });
  if (templates.length < size) throw new Error('the sealed log is too short for the growth');
  return templates.slice(0, size);
}

let counter = 0;

/** UUIDv7: the millisecond, a counter that goes on, and chance. */
function timelyId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const number = (counter++ & 0xfff).toString(16).padStart(3, '0');
  const chance = randomBytes(8);
  chance[0] = 0x80 | ((chance[0] ?? 0) & 0x3f);
  const rest = chance.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${number}-${rest.slice(0, 4)}-${rest.slice(4)}`;
}
