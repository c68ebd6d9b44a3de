import type { Pool } from 'pg';
import type { AppendOutcome, AppendRequest } from '../event-store.js';
import { bucketOf } from '../stream-bucket.js';
import { appendFunctionOf, type LogName } from './append-function.js';
import { byteaArray, intArray, smallintArray, textArray, uuidArray } from './binary-arrays.js';
import { ridingOutFaults } from './faults.js';
import { expectedNumber, outcomeOf, ownDuplicateAsOk, parseRefusals } from './judgement.js';

/** A flush that takes this long has lost its connection without a word. */
const FLUSH_TIMEOUT_MS = 30_000;

interface AppendRow {
  readonly first_position: string | null;
  readonly heads: string | null;
  readonly refused: string | null;
}

type Attempt = { readonly written: AppendOutcome[] } | { readonly refused: Map<number, AppendOutcome> };

/** Writes flushes to a PostgreSQL log: one statement each, one more where a request had to be left out. */
export class FlushWriter {
  /** The head before the flush being written, as far as this process knows. */
  #head: number | null = null;
  readonly #statement: { readonly name: string; readonly text: string };

  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly log: LogName,
    private readonly patienceMs: number,
  ) {
    const parameters = Array.from({ length: 10 }, (_, index) => `$${index + 1}`).join(', ');
    this.#statement = {
      name: `overblik-append-${log}`,
      text: `select first_position, heads, refused from ${appendFunctionOf(log)}(${parameters})`,
    };
  }

  async write(requests: readonly AppendRequest[]): Promise<AppendOutcome[]> {
    let isRepeated = false;
    return ridingOutFaults(this.patienceMs, async (attempt) => {
      const head = (this.#head ??= await this.#readHead());
      isRepeated ||= attempt > 0;
      const outcomes = await this.#writeWithoutRefused(requests);
      const settled = isRepeated ? outcomes.map((outcome) => ownDuplicateAsOk(outcome, head)) : outcomes;
      for (const outcome of settled) if (outcome.status === 'ok') this.#head = Math.max(head, outcome.lastPosition);
      return settled;
    });
  }

  /** Each round leaves out what the last one could not write, so there are at most as many as requests. */
  async #writeWithoutRefused(requests: readonly AppendRequest[]): Promise<AppendOutcome[]> {
    const outcomes = new Map<AppendRequest, AppendOutcome>();
    let rest = requests;
    while (rest.length > 0) {
      const attempt = await this.#tryWrite(rest);
      if ('written' in attempt) {
        rest.forEach((request, index) => note(outcomes, request, attempt.written[index]));
        break;
      }
      rest.forEach((request, index) => note(outcomes, request, attempt.refused.get(index)));
      rest = rest.filter((request) => !outcomes.has(request));
    }
    return requests.flatMap((request) => outcomes.get(request) ?? []);
  }

  async #tryWrite(requests: readonly AppendRequest[]): Promise<Attempt> {
    const flush = layOut(requests);
    const query = { ...this.#statement, values: flush.values, query_timeout: FLUSH_TIMEOUT_MS };
    const { rows } = await this.pool.query<AppendRow>(query);
    const [row] = rows;
    if (row === undefined) throw new Error('the append function returned nothing');
    if (row.refused === null) return { written: placements(requests, flush.lastOffsets, row) };
    const refusals = parseRefusals(row.refused);
    return { refused: new Map(refusals.map((one) => [one.request - 1, outcomeOf(one, requests[one.request - 1])])) };
  }

  async #readHead(): Promise<number> {
    const { rows } = await this.pool.query<{ position: string }>({
      name: `overblik-head-${this.log}`,
      text: 'select position from overblik.log_position where log = $1',
      values: [this.log],
    });
    return Number(rows[0]?.position ?? 0);
  }
}

function note(outcomes: Map<AppendRequest, AppendOutcome>, request: AppendRequest, outcome?: AppendOutcome): void {
  if (outcome !== undefined) outcomes.set(request, outcome);
}

function placements(
  requests: readonly AppendRequest[],
  lastOffsets: readonly number[],
  row: AppendRow,
): AppendOutcome[] {
  const heads = (row.heads ?? '').split(',');
  let position = Number(row.first_position);
  return requests.map((request, index) => {
    const firstPosition = position;
    position += request.events.length;
    const revision = Number(heads[index]) + (lastOffsets[index] ?? 0);
    return { status: 'ok', firstPosition, lastPosition: position - 1, revision };
  });
}

/** A flush as the parameters of the append function. */
function layOut(requests: readonly AppendRequest[]): { values: Buffer[]; lastOffsets: number[] } {
  const lengths = new Map<string, number>();
  const lastOffsets: number[] = [];
  const ofEvent = { request: [] as number[], offset: [] as number[], stream: [] as string[], bucket: [] as number[] };
  requests.forEach(({ stream, events }, index) => {
    const bucket = bucketOf(stream);
    let offset = lengths.get(stream) ?? 0;
    for (let n = 0; n < events.length; n++) {
      ofEvent.request.push(index + 1);
      ofEvent.offset.push(++offset);
      ofEvent.stream.push(stream);
      ofEvent.bucket.push(bucket);
    }
    lengths.set(stream, offset);
    lastOffsets.push(offset);
  });
  const events = requests.flatMap((request) => request.events);
  const values = [
    textArray(requests.map(({ stream }) => stream)),
    intArray(requests.map(({ expectedRevision }) => expectedNumber(expectedRevision))),
    uuidArray(events.map(({ eventId }) => eventId)),
    intArray(ofEvent.request),
    intArray(ofEvent.offset),
    textArray(ofEvent.stream),
    textArray(events.map(({ type }) => type)),
    smallintArray(ofEvent.bucket),
    textArray(events.map(({ metadata }) => metadata)),
    byteaArray(events.map(({ data }) => data)),
  ];
  return { values, lastOffsets };
}
