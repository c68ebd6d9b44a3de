import { checkEvent, isProblem } from '#contracts';
import type { SourceItem } from '../../source-adapter.js';
import type { SourceEvent } from '../../source-event.js';
import { cprDirekteSource, type CprDirekteOptions } from '../cpr-direkte.source.js';

/** Synthetic persons only: day + 60. */
export const KARLA = '6101801234';
export const ANTON = '6202791235';
export const MOTHER = '7003501236';
export const OLD = '6101801999';

const options: CprDirekteOptions = { authority: '29189846', hmacKey: Buffer.alloc(32, 1), sourceKnown: true };

/** A record with texts at their positions (from 1), trailing blanks trimmed as in real extracts. */
export function record(type: string, number: string, fields: Record<number, string> = {}): string {
  let text = type + number;
  for (const [position, value] of Object.entries(fields)) text = text.padEnd(Number(position) - 1) + value;
  return text.trimEnd();
}

/** The start record of a day. */
export const start = (producedOn = '20240301'): string => `0000000000000011090${producedOn}20240229`;
export const END = '999999999999900000001';
/** Record 001: status 01 and born on the first day of 1980, unless the fields say otherwise. */
export const person = (number = KARLA, fields: Record<number, string> = {}): string =>
  record('001', number, { 24: '01', 26: '000000000000', 40: '1980-01-01', 51: '1980-01-01', ...fields });

async function* bytesOf(text: string, size = 50): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Everything that the source makes of an extract, read in pieces of so many bytes. */
export async function itemsIn(
  text: string,
  more: Partial<CprDirekteOptions> = {},
  size?: number,
): Promise<SourceItem[]> {
  const items: SourceItem[] = [];
  for await (const item of cprDirekteSource.read(bytesOf(text, size), { ...options, ...more })) items.push(item);
  return items;
}

/** The events of one person's records in a whole extract; fails on anything else, and on an event against the contract. */
export async function eventsOf(...records: string[]): Promise<SourceEvent[]> {
  const items = await itemsIn([start(), ...records, END].join('\r\n'));
  return items.map((item) => {
    if (item.kind !== 'event') throw new Error(item.reason);
    const verdict = checkEvent(item.event);
    if (isProblem(verdict)) throw new Error(`${verdict.path}: ${verdict.message}`);
    return item.event;
  });
}

/** What the events of a name state, and from when to when. */
export async function told(name: string, ...records: string[]): Promise<Record<string, unknown>[]> {
  const events = (await eventsOf(...records)).filter(({ type }) => type === `dk.overblik.party.${name}.v1`);
  return events.map(({ effectivefrom, effectiveto, data }) => ({ from: effectivefrom, to: effectiveto, ...data }));
}

/** Record 008, the current name. */
export const named = (first: string, last: string, from: string): string =>
  record('008', KARLA, { 14: first, 106: last, 147: from });
/** Record 026, a name of the past. */
export const wasNamed = (mark: string, first: string, last: string, from: string, to: string): string =>
  record('026', KARLA, { 14: mark || ' ', 15: first, 107: last, 148: from, 161: to });
