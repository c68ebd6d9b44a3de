import { SaxesParser } from 'saxes';
import type { SourceInput } from '../source-adapter.js';
import { UnreadableText, textOf } from './xes-text.js';

/** Keys and values that stand directly in a trace or an event; what lies inside an attribute is not theirs. */
export type XesAttributes = ReadonlyMap<string, string>;

export interface XesEvent {
  readonly line: number;
  readonly attributes: XesAttributes;
}

export interface XesTrace extends XesEvent {
  readonly events: readonly XesEvent[];
}

export type XesPart =
  | { readonly kind: 'trace'; readonly trace: XesTrace }
  | { readonly kind: 'strayEvent'; readonly line: number }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly line: number };

/**
 * Reads a log (IEEE 1849 XES) trace by trace: one trace is held at a time. Extensions, globals, classifiers and the
 * log's own attributes are passed over. A DTD is refused unread, so no entity but XML's own five exists.
 */
export async function* readXes(input: SourceInput): AsyncGenerator<XesPart> {
  const parts: XesPart[] = [];
  const { parser, settle } = parserInto(parts);
  try {
    for await (const text of textOf(input)) {
      parser.write(text);
      settle();
      yield* parts.splice(0);
    }
    parser.close();
  } catch (error) {
    yield* parts.splice(0);
    yield { kind: 'unreadable', reason: reasonOf(error, parser), line: parser.line };
  }
}

class NotWellFormed extends Error {}

function reasonOf(error: unknown, parser: SaxesParser): string {
  if (error instanceof UnreadableText) return error.message;
  if (error instanceof NotWellFormed) return `the XML is not well formed at column ${parser.column}`;
  throw error;
}

function parserInto(parts: XesPart[]): { parser: SaxesParser; settle: () => void } {
  const parser = new SaxesParser();
  const path: string[] = [];
  let trace: { line: number; attributes: Map<string, string>; events: XesEvent[] } | undefined;
  let event: { line: number; attributes: Map<string, string> } | undefined;
  // saxes says that a tag is closed before it finds that the closing tag is another one's: a trace counts as whole
  // only when the parser has gone on after its end.
  let closed: XesTrace | undefined;
  const settle = (): void => {
    if (closed !== undefined) parts.push({ kind: 'trace', trace: closed });
    closed = undefined;
  };

  parser.on('error', () => {
    throw new NotWellFormed();
  });
  parser.on('doctype', () => {
    throw new UnreadableText('the file has a DTD, which is refused');
  });
  parser.on('opentag', (tag) => {
    settle();
    const name = localName(tag.name);
    const depth = path.push(name);
    if (depth === 1 && name !== 'log') throw new UnreadableText('the file is no XES log: its root element is not log');
    if (depth === 2 && name === 'trace') trace = { line: parser.line, attributes: new Map(), events: [] };
    else if (depth === 2 && name === 'event') parts.push({ kind: 'strayEvent', line: parser.line });
    else if (depth === 3 && trace !== undefined && name === 'event')
      event = { line: parser.line, attributes: new Map() };
    else if (depth === 3 && trace !== undefined) keep(trace.attributes, tag.attributes);
    else if (depth === 4 && event !== undefined) keep(event.attributes, tag.attributes);
  });
  parser.on('closetag', () => {
    settle();
    const depth = path.length;
    if (depth === 3 && event !== undefined) {
      trace?.events.push(event);
      event = undefined;
    } else if (depth === 2 && trace !== undefined) {
      closed = trace;
      trace = undefined;
    }
    path.pop();
  });
  return { parser, settle };
}

/** The first of two equal keys stands, as in the log's own order. */
function keep(attributes: Map<string, string>, { key, value }: Record<string, string>): void {
  if (key !== undefined && value !== undefined && !attributes.has(key)) attributes.set(key, value);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
