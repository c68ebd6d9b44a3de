import { createHmac, randomUUID } from 'node:crypto';
import { canonicalJson, OVERBLIK_SOURCE, URL_NAMESPACE, uuidV5, type DataOf, type Instant } from '#contracts';
import type { EventStore } from '#event-store';
import { mentionKey, sealWith, streamName, type KeyVault, type StoredMetadata } from '#personal-data';
import type { DifferenceVerdict } from './difference.js';

/** An operator's word on a difference. */
export interface SignOff {
  readonly verdict: DifferenceVerdict;
  readonly note: string | null;
  /** Keyed hash of the two values that he judged. */
  readonly values: string;
  readonly recordedAt: Instant;
}

interface Dependencies {
  readonly store: EventStore;
  readonly vault: KeyVault;
}

/** Each difference has a stream of its own, found by its id. */
const streamOf = (authority: string, differenceId: string): string =>
  streamName('operation', authority, actOf(differenceId));

const actOf = (differenceId: string): string => uuidV5(URL_NAMESPACE, `difference|${differenceId}`);

/** Of the values, so that a verdict can be told from one on other values; keyed, since they may name a person. */
export function valuesHash(legacy: unknown, successor: unknown, authority: string, { vault }: Dependencies): string {
  const values = canonicalJson([legacy ?? null, successor ?? null]);
  return createHmac('sha256', vault.authority(authority).content).update(values).digest('hex').slice(0, 32);
}

/** Every word on each of the differences, by its id, the last one last; what was erased is left out. One reading of the log. */
export async function signOffsOf(
  authority: string,
  differenceIds: readonly string[],
  { store, vault }: Dependencies,
): Promise<ReadonlyMap<string, readonly SignOff[]>> {
  const found = new Map<string, SignOff[]>();
  if (differenceIds.length === 0) return found;
  const stored = await store.readStreams([...new Set(differenceIds)].map((id) => streamOf(authority, id)));
  for (const event of await vault.open(stored)) {
    if (event.erased || event.name !== 'operation.difference-signed-off') continue;
    const { differenceId, verdict, note, values } = event.data as DataOf<'operation.difference-signed-off'>;
    const signOff = { verdict, note: note ?? null, values, recordedAt: event.recordedAt };
    found.set(differenceId, [...(found.get(differenceId) ?? []), signOff]);
  }
  return found;
}

/** The last word given in the period. */
export const lastSignOff = (
  signOffs: readonly SignOff[] = [],
  { since, until }: { readonly since: Instant; readonly until: Instant | null },
): SignOff | undefined =>
  signOffs.findLast(({ recordedAt }) => recordedAt >= since && (until === null || recordedAt < until));

/** What is to be signed off, by whom. */
export interface SigningOff {
  readonly authority: string;
  readonly differenceId: string;
  /** With its key the note is forgotten. */
  readonly caseId: string;
  readonly verdict: DifferenceVerdict;
  readonly note: string | null;
  readonly by: string;
  readonly values: string;
}

/**
 * Stores the sign-off, sealed so that it opens only while the case has its key: a note may name the person whose case it is.
 * @returns false where the case has been erased in the meantime
 */
export async function storeSignOff(
  { authority, differenceId, caseId, verdict, note, by, values }: SigningOff,
  now: Instant,
  { store, vault }: Dependencies,
): Promise<boolean> {
  const stream = streamOf(authority, differenceId);
  const viaStream = streamName('case', authority, caseId);
  const keys = new Map([...(await vault.recordsOf([viaStream])), ...(await vault.ensureKeys([{ stream }]))]);
  const [own, via] = [keys.get(stream)?.key, keys.get(viaStream)?.key];
  if (!own || !via) return false;
  const actId = actOf(differenceId);
  const eventId = randomUUID();
  const data: DataOf<'operation.difference-signed-off'> = {
    ...{ actId, differenceId, verdict, values, by },
    ...(note === null ? {} : { note }),
  };
  const metadata: StoredMetadata = {
    ...{ authority, source: OVERBLIK_SOURCE, id: eventId, objectId: actId },
    ...{ time: now, effectiveFrom: now, registeredBy: by, viaStream },
  };
  const sealed = sealWith(mentionKey(own, via), eventId, JSON.stringify(data), 2);
  const type = 'operation.difference-signed-off';
  const events = [{ eventId, type, metadata: JSON.stringify(metadata), data: sealed }];
  return (await store.append({ stream, expectedRevision: 'any', events })).status === 'ok';
}
