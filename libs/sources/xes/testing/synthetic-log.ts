import type { DataOf } from '#contracts';
import type { SourceItem } from '../../source-adapter.js';
import type { SourceEvent } from '../../source-event.js';
import { xesSource, type XesOptions } from '../xes.source.js';

/** A source for synthetic logs. */
export const options: XesOptions = {
  source: 'urn:overblik:source:byg',
  authority: '29189846',
  kle: '02.34.02',
  sensitivity: 'notConfidential',
  sourceKnown: true,
};

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

/** Everything that the source makes of a log, read in pieces of so many bytes. */
export async function itemsIn(
  input: string | Uint8Array,
  more: Partial<XesOptions> = {},
  size = 4096,
): Promise<SourceItem[]> {
  const items: SourceItem[] = [];
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  for await (const item of xesSource.read(inPieces(bytes, size), { ...options, ...more })) items.push(item);
  return items;
}

/** The events alone. */
export async function eventsIn(input: string, more: Partial<XesOptions> = {}): Promise<SourceEvent[]> {
  return (await itemsIn(input, more)).flatMap((item) => (item.kind === 'event' ? [item.event] : []));
}

export const string = (key: string, value: string): string => `<string key="${key}" value="${value}"/>`;
export const date = (key: string, value: string): string => `<date key="${key}" value="${value}"/>`;
export const step = (activity: string, at: string, more = ''): string =>
  `<event>${string('concept:name', activity)}${date('time:timestamp', at)}${more}</event>`;
export const trace = (number: string, content: string): string =>
  `<trace>${string('concept:name', number)}${content}</trace>`;
export const log = (...content: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<log>${content.join('\n')}</log>`;

export const morning = '2024-03-02T09:00:00+01:00';
export const noon = '2024-03-02T12:00:00.500+01:00';

/** What is registered of the first case. */
export async function registeredIn(input: string, more: Partial<XesOptions> = {}): Promise<DataOf<'case.registered'>> {
  const [registered] = await eventsIn(input, more);
  return registered?.data as DataOf<'case.registered'>;
}
