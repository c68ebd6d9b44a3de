import { createHmac } from 'node:crypto';
import {
  canonicalContent,
  checkAuthority,
  checkFuture,
  checkSize,
  checkSubjectAndData,
  isProblem,
  readEnvelope,
  resolveType,
  URL_NAMESPACE,
  uuidV5,
  type ContractEvent,
  type EnvelopeDraft,
  type Instant,
  type Problem,
} from '#contracts';
import { identify, type AuthorityKeyring, type IdentifiedEvent, type Successors } from '#personal-data';
import { checkSender, type Sender } from './sender.js';

/** An event that passed every rule that can be told from the event, its sender and the clock. */
export interface FitEvent extends IdentifiedEvent {
  readonly kind: 'fit';
  readonly raw: unknown;
  readonly id: string;
  readonly event: ContractEvent;
  readonly eventId: string;
  /** Keyed hash of the content: "same content" for duplicates, also when the content itself is gone. */
  readonly contentHash: string;
  readonly founding: boolean;
}

/** An event that did not, and the first rule it failed. */
export interface UnfitEvent {
  readonly kind: 'unfit';
  readonly raw: unknown;
  /** As sent, null where it cannot be used. */
  readonly id: string | null;
  readonly problem: Problem;
  /** Where the event as such could be read: for the hash of its content. */
  readonly event: ContractEvent | null;
  /** Where it could be read and is the sender's to send. */
  readonly envelope: EnvelopeDraft | null;
}

/** By what an event is judged. */
export interface Bench {
  readonly sender: Sender;
  readonly keyring: AuthorityKeyring;
  readonly now: Instant;
  readonly received: Received;
}

/** How the events came in. */
export interface Received {
  /** Bytes of the data of the event at a place, as received, or a number that is no less; undefined: not known. */
  dataBytes?(index: number): number | undefined;
}

/** The rules from `schema` of the envelope to `future-time`, in the contract's order; the first that fails decides. */
export function judge(raw: unknown, index: number, bench: Bench): FitEvent | UnfitEvent {
  const reading = readEnvelope(raw);
  if (!reading.ok) return { kind: 'unfit', raw, id: reading.id, problem: reading.problem, event: null, envelope: null };
  const { envelope } = reading;
  const unfit = (problem: Problem, event: ContractEvent | null = null): UnfitEvent => ({
    kind: 'unfit',
    raw,
    id: envelope.id,
    problem,
    event,
    envelope,
  });
  const foreign = checkAuthority(envelope) ?? checkSender(bench.sender, envelope);
  if (foreign) return { ...unfit(foreign), envelope: null };
  const definition = resolveType(envelope);
  if (isProblem(definition)) return unfit(definition);
  const tooLarge = checkSize(bench.received.dataBytes?.(index) ?? measure(envelope.data));
  if (tooLarge) return unfit(tooLarge);
  const event = checkSubjectAndData(envelope, definition);
  if (isProblem(event)) return unfit(event);
  const tooEarly = checkFuture(event, bench.now);
  if (tooEarly) return unfit(tooEarly, event);
  const keys = bench.keyring(event.authority);
  const eventId = eventIdOf(event);
  const { stream, stored, mentions, numbers } = identify(event, eventId, keys);
  return {
    kind: 'fit',
    raw,
    id: event.id,
    event,
    eventId,
    contentHash: contentHashOf(canonicalContent(event), keys.content),
    founding: definition.founding,
    stream,
    stored,
    mentions,
    numbers,
  };
}

/** The event with its numbers under the nodes that stand for those that were erased; itself where it names none of them. */
export function renamed(fit: FitEvent, successors: Successors, keyring: AuthorityKeyring): FitEvent {
  let names = false;
  for (const number of fit.numbers) names ||= successors.has(number);
  if (!names) return fit;
  return { ...fit, ...identify(fit.event, fit.eventId, keyring(fit.event.authority), successors) };
}

/** The id under which an event from outside is stored: the dedupe key (authority, source, id) as a uuid. */
export function eventIdOf({ authority, source, id }: { authority: string; source: string; id: string }): string {
  return uuidV5(URL_NAMESPACE, `${authority}|${source}|${id}`);
}

/** The first 128 bits of HMAC-SHA-256, in hex. */
export function contentHashOf(text: string, key: Parameters<typeof createHmac>[1]): string {
  return createHmac('sha256', key).update(text).digest('hex').slice(0, 32);
}

/** What the data takes written without blanks, for ways in that do not know what they received. */
function measure(data: unknown): number {
  try {
    return Buffer.byteLength(JSON.stringify(data) ?? '');
  } catch (error) {
    // Nested beyond what can be written out: the schema rule, which comes next, says so.
    if (error instanceof RangeError) return 0;
    throw error;
  }
}
