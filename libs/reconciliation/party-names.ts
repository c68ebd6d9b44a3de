import { uuidV5 } from '#contracts';
import type { EventStore } from '#event-store';
import type { KeyVault, MentionDraft } from '#personal-data';
import { compareStatements, statementOf, type OpenedRecord } from '#projection-engine';

/** What an object's events call a party, by its node; of several, what was registered last. */
export type PartyNames = ReadonlyMap<string, string>;

/** The names in what an event tells of parties; who has none is left out: that says nothing. */
export function namesTold(mentions: readonly MentionDraft[]): PartyNames {
  return new Map(mentions.flatMap(({ nodeId, data: { name } }) => (name === undefined ? [] : [[nodeId, name]])));
}

/**
 * What the events of some objects call parties. Names lie in the parties' own streams, which may be long: those of a
 * company that has a part in every case. So they are read by their ids, which follow from the events that brought them.
 */
export async function namesBy(
  events: readonly OpenedRecord[],
  { store, vault }: { readonly store: EventStore; readonly vault: KeyVault },
): Promise<ReadonlyMap<string, PartyNames>> {
  const carriers = new Map<string, OpenedRecord>();
  for (const event of events)
    for (let index = 0; index < partiesIn(event.data); index++)
      carriers.set(uuidV5(event.eventId, `mention|${index}`), event);
  if (carriers.size === 0) return new Map();
  const mentions = await vault.open(await store.readEvents([...carriers.keys()]));
  const strongest = new Map<string, { readonly by: OpenedRecord; readonly name: string }>();
  for (const mention of mentions) {
    const by = carriers.get(mention.eventId);
    if (by === undefined || mention.erased || mention.name !== 'mention.recorded') continue;
    const { nodeId, name } = mention.data;
    const key = `${by.stream} ${nodeId}`;
    const before = strongest.get(key);
    const isStronger = before === undefined || compareStatements(statementOf(by), statementOf(before.by)) >= 0;
    if (name !== undefined && isStronger) strongest.set(key, { by, name });
  }
  const names = new Map<string, Map<string, string>>();
  for (const [key, { by, name }] of strongest) {
    const ofStream = names.get(by.stream) ?? new Map<string, string>();
    names.set(by.stream, ofStream.set(key.slice(by.stream.length + 1), name));
  }
  return names;
}

/** How many parties the data of an event refers to. */
function partiesIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + partiesIn(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  if ('partyId' in value) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + partiesIn(item), 0);
}
