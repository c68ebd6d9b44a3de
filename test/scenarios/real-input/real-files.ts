import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkEvent, isProblem } from '#contracts';
import type { SourceEvent, SourceInput, SourceItem } from '#sources';

/** Real input lies beside the repository and is never copied into it. */
const folder = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const isHere = existsSync(folder);

/** Runs where the real files are; elsewhere skips and says so in plain words. */
export function describeWithRealFiles(claim: string, body: () => void): void {
  if (!isHere) process.stderr.write(`skipped: "${claim}" needs the real input in ../shared/data, which is not here\n`);
  (isHere ? describe : describe.skip)(claim, body);
}

export function realFile(path: string): SourceInput {
  return createReadStream(`${folder}${path}`);
}

export function realFilesIn(path: string, pattern: RegExp): string[] {
  return readdirSync(`${folder}${path}`)
    .filter((name) => pattern.test(name))
    .map((name) => `${path}/${name}`);
}

export interface Outcome {
  readonly events: SourceEvent[];
  readonly others: Exclude<SourceItem, { kind: 'event' }>[];
}

/** Reads to the end; fails on an event that breaks the contract, or on an id given twice. */
export async function readAll(items: AsyncIterable<SourceItem>): Promise<Outcome> {
  const events: SourceEvent[] = [];
  const others: Outcome['others'] = [];
  const ids = new Set<string>();
  for await (const item of items) {
    if (item.kind !== 'event') {
      others.push(item);
      continue;
    }
    const verdict = checkEvent(item.event);
    if (isProblem(verdict))
      throw new Error(`line ${item.line}: ${verdict.rule} at ${verdict.path}: ${verdict.message}`);
    if (ids.has(item.event.id)) throw new Error(`line ${item.line}: an event id was given twice`);
    ids.add(item.event.id);
    events.push(item.event);
  }
  return { events, others };
}

export function countOf(events: readonly SourceEvent[], name: string): number {
  return events.filter(({ type }) => type === `dk.overblik.${name}.v1`).length;
}
