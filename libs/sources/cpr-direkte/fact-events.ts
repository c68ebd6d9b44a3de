import { createHmac } from 'node:crypto';
import { canonicalJson, startOfDay, uuidFromHmac, type Instant, type LocalDate } from '#contracts';
import type { SourceItem } from '../source-adapter.js';
import { sourceEvent, type SourceEvent, type SourceIdentity } from '../source-event.js';
import type { Fact, Rank } from './facts.js';

/** Where and when facts were stated, and the key that hides the number in their ids. */
export interface Statement {
  readonly identity: SourceIdentity;
  readonly hmacKey: Buffer;
  /** The number whose party the facts are about, ten digits. */
  readonly number: string;
  readonly producedOn: LocalDate;
}

const RANKS: Readonly<Record<Rank, number>> = { founding: 0, ended: 0, past: 1, current: 2 };
const MINUTES_BEGIN = Date.UTC(1700, 0, 1);
const DIGEST_CHARACTERS = 32;

/**
 * Events in the order in which they apply. All have the production date as their time, so `sequence` decides where
 * periods overlap; it is made from the fact alone, so the same fact in another extract of the day has the same one.
 * A period that ends before it begins never applied and gives no event; a fact stated twice gives one.
 */
export function eventsOf(facts: readonly Fact[], statement: Statement): SourceItem[] {
  const produced = startOfDay(statement.producedOn);
  const items = new Map<string, { sequence: number; item: SourceItem }>();
  for (const fact of facts) {
    const { from, to } = fact;
    if (to !== undefined && to <= (from ?? produced)) continue;
    const sequence = sequenceOf(fact, from ?? produced);
    const event = eventOf(fact, statement, produced, sequence);
    if (!items.has(event.id)) items.set(event.id, { sequence, item: { kind: 'event', event, line: fact.line } });
  }
  return [...items.values()].toSorted((one, other) => one.sequence - other.sequence).map(({ item }) => item);
}

function sequenceOf({ rank }: Fact, from: Instant): number {
  if (rank === 'founding') return 0;
  const minutes = Math.floor((Date.parse(`${from.slice(0, 23)}Z`) - MINUTES_BEGIN) / 60_000);
  return Math.max(minutes, 1) * 3 + RANKS[rank];
}

/**
 * The id says the whole content under the key: the same facts of the same day make the same ids, so an import run
 * again gives only duplicates, and no id can be hashed back to a number.
 */
function eventOf(fact: Fact, statement: Statement, time: Instant, sequence: number): SourceEvent {
  const { name, data, from, to } = fact;
  const objectId = uuidFromHmac(statement.hmacKey, statement.number);
  const content = canonicalJson([objectId, name, time, from ?? null, to ?? null, sequence, data]);
  const digest = createHmac('sha256', statement.hmacKey).update(`event|${content}`).digest('hex');
  const id = `${objectId}:${name.slice('party.'.length)}:${digest.slice(0, DIGEST_CHARACTERS)}`;
  const attributes = { id, objectId, time, effectiveFrom: from, effectiveTo: to, sequence: String(sequence) };
  return sourceEvent(name, statement.identity, attributes, data);
}
