import { randomUUID } from 'node:crypto';
import {
  canonicalContent,
  canonicalJson,
  isCvr,
  isUuid,
  type ContractEvent,
  type Instant,
  type Problem,
} from '#contracts';
import type { RefusedEvent } from '#event-store';
import { openWith, sealWith, SYSTEM_AUTHORITY, type AuthorityKeyring } from '#personal-data';
import { contentHashOf, eventIdOf } from './judge.js';
import { checkSender, type Sender } from './sender.js';

/** What is refused, before it is written down. */
export interface Refusal {
  readonly raw: unknown;
  readonly problem: Problem;
  readonly event: ContractEvent | null;
}

/** A refused event with what intake needs to know of it besides. */
export interface WrittenRefusal {
  readonly refused: RefusedEvent;
  /** Authority and source are the sender's to speak for: only then the refusal is told to projections. */
  readonly isTrusted: boolean;
}

type Attributes = Readonly<Record<string, unknown>>;

/** Under which authority a refusal lies, whose source it counts for. */
interface Owner {
  readonly authority: string | null;
  readonly source: string | null;
  readonly isTrusted: boolean;
}

/**
 * Writes a refusal down for the quarantine: the event whole, encrypted. What was sent for a foreign authority lies
 * under the sender's own, so that it shows in his list and never in the other's.
 */
export function writeRefusal(
  refusal: Refusal,
  sender: Sender,
  keyring: AuthorityKeyring,
  now: Instant,
): WrittenRefusal {
  const attributes = attributesOf(refusal.raw);
  const owner = ownerOf(attributes, sender);
  const keys = keyring(owner.authority ?? SYSTEM_AUTHORITY);
  const content = refusal.event ? canonicalContent(refusal.event) : rawContent(refusal.raw, attributes);
  const contentHash = contentHashOf(content, keys.content);
  const id = shown(attributes['id'], 128);
  const isIdentified = owner.isTrusted && id !== null && owner.authority !== null && owner.source !== null;
  const quarantineId = randomUUID();
  const body = refusal.problem.rule === 'purged-object' ? null : bodyOf(refusal.raw);
  return {
    isTrusted: owner.isTrusted,
    refused: {
      quarantineId,
      authority: owner.authority,
      source: owner.source ?? shown(attributes['source'], 512),
      id,
      type: shown(attributes['type'], 256),
      subject: subjectOf(attributes),
      sequence: sequenceOf(attributes),
      eventKeyHash: isIdentified
        ? eventIdOf({ authority: owner.authority, source: owner.source, id })
        : contentHashOf(`${scopeOf(sender)}|${id ?? ''}|${contentHash}`, keys.content),
      contentHash,
      receivedAt: now,
      problem: refusal.problem,
      body: body === null ? null : sealWith(keys.quarantine, quarantineId, body),
    },
  };
}

/** The event as it was sent; undefined where it was not to be kept. */
export function readBody(
  entry: Pick<RefusedEvent, 'authority' | 'body' | 'quarantineId'>,
  keyring: AuthorityKeyring,
): unknown {
  if (entry.body === null) return undefined;
  const keys = keyring(entry.authority ?? SYSTEM_AUTHORITY);
  return JSON.parse(openWith(keys.quarantine, entry.quarantineId, entry.body));
}

function ownerOf(attributes: Attributes, sender: Sender): Owner {
  const claimed =
    typeof attributes['authority'] === 'string' && isCvr(attributes['authority']) ? attributes['authority'] : null;
  const source = shown(attributes['source'], 512);
  if (sender.kind === 'operator') return { authority: claimed, source, isTrusted: claimed !== null && source !== null };
  if (claimed !== null && source !== null && checkSender(sender, { authority: claimed, source }) === undefined) {
    return { authority: claimed, source, isTrusted: true };
  }
  const own =
    sender.covers.find((cover) => cover.source === source) ?? (source === null ? sender.covers[0] : undefined);
  return { authority: own?.authority ?? null, source: own?.source ?? null, isTrusted: false };
}

/** What counts as content, as sent: the event could not be read as one of the contract. */
function rawContent(raw: unknown, attributes: Attributes): string {
  const { type, subject, time, effectivefrom, effectiveto, sequence, authority, data, specversion } = attributes;
  const isEvent = attributes !== NO_ATTRIBUTES;
  const counted = isEvent
    ? {
        type,
        subject,
        time,
        effectivefrom,
        effectiveto,
        sequence,
        authority,
        data,
        specversion,
        names: Object.keys(attributes).sort(),
      }
    : { raw };
  return writtenOr(() => canonicalJson(counted), '');
}

function bodyOf(raw: unknown): string {
  return writtenOr(() => JSON.stringify(raw ?? null), '{"overblik":"nested too deeply to be kept"}');
}

/** Some thousand levels down the writing overflows the stack; nothing of the contract nests deeper than a handful. */
function writtenOr(write: () => string, instead: string): string {
  try {
    return write();
  } catch (error) {
    if (error instanceof RangeError) return instead;
    throw error;
  }
}

const NO_ATTRIBUTES: Attributes = {};

function attributesOf(raw: unknown): Attributes {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as Attributes) : NO_ATTRIBUTES;
}

/** A text as a column can hold it: cut, without NUL and without halves of characters. */
function shown(value: unknown, longest: number): string | null {
  if (typeof value !== 'string' || value === '') return null;
  return value
    .slice(0, longest)
    .replaceAll('\0', '\uFFFD')
    .replace(/\p{Cs}/gu, '\uFFFD');
}

/** Lower-case uuid, so that a purge finds what is kept of its object however it was written. */
function subjectOf(attributes: Attributes): string | null {
  const subject = shown(attributes['subject'], 256);
  return subject !== null && isUuid(subject.slice(-36)) ? subject.toLowerCase() : subject;
}

function sequenceOf({ sequence }: Attributes): string | null {
  return typeof sequence === 'string' && /^\d{1,18}$/.test(sequence) ? sequence.replace(/^0+(?=\d)/, '') : null;
}

function scopeOf(sender: Sender): string {
  return sender.kind === 'operator'
    ? 'operator'
    : sender.covers.map(({ authority, source }) => `${authority} ${source}`).join(',');
}
