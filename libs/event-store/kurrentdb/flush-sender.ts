import { NO_STREAM, type BinaryEventData } from '@eventstore/db-client';
import { StoreRefused } from '../errors.js';
import type { AppendRequest } from '../event-store.js';
import type { ClusterConnection } from './cluster-connection.js';
import { ClusterSilent, isPassing, isWrongRevision, shown } from './cluster-faults.js';
import type { ClusterReader } from './cluster-reader.js';
import type { OpenFlush, PlacedEvent } from './placement-index.js';
import type { StreamNames } from './stream-names.js';
import { positionOf, wireForm, wireSize } from './wire-form.js';

/** The server takes one mebibyte an append, all told. */
const PIECE_BYTES = 900_000;
const LARGEST_EVENT_BYTES = 1_000_000;
const AFTER_A_FAULT_MS = 250;

/** Events of one request that are appended by one call. */
interface Piece {
  readonly request: AppendRequest;
  /** Revision before it, -1 where the stream begins with it. */
  readonly after: number;
  readonly events: readonly BinaryEventData[];
}

/** What became of a flush. */
export interface SentFlush {
  readonly placed: Map<AppendRequest, PlacedEvent[]>;
  /** Streams that were not where they were expected, and took nothing. */
  readonly moved: Set<string>;
  /** Requests that the server will never take. */
  readonly refused: Map<AppendRequest, Error>;
}

/** Sends judged flushes to the cluster. */
export class FlushSender {
  constructor(
    private readonly connection: ClusterConnection,
    private readonly names: StreamNames,
    private readonly reader: ClusterReader,
    private readonly silenceMs: number,
  ) {}

  /**
   * Sends the requests in their order on the client's one connection: the server takes them in the order they come, so
   * that where a request stands in the log those before it do, whenever the connection or the server falls.
   * @throws the first passing fault; what was written is then not known
   */
  async send(requests: readonly AppendRequest[], { stamp, heads }: OpenFlush): Promise<SentFlush> {
    const sent: SentFlush = { placed: new Map(), moved: new Set(), refused: new Map() };
    const pieces = this.#layOut(requests, heads, stamp, sent.refused);
    const results = await this.#settled(pieces.map((piece) => this.#append(piece, stamp)));
    const failed = new Set<AppendRequest>();
    results.forEach((result, index) => {
      const piece = pieces[index];
      if (piece === undefined) return;
      const { request } = piece;
      if (result.status === 'fulfilled') {
        const before = sent.placed.get(request);
        if (before === undefined) sent.placed.set(request, result.value);
        else before.push(...result.value);
        return;
      }
      const reason: unknown = result.reason;
      failed.add(request);
      if (isWrongRevision(reason)) sent.moved.add(request.stream);
      else if (isPassing(reason)) throw reason;
      else sent.refused.set(request, shown(reason) as Error);
    });
    for (const request of failed) sent.placed.delete(request);
    // After one that was refused the next of its stream found another revision than was reckoned with: it is sent again.
    for (const { stream } of sent.refused.keys()) sent.moved.delete(stream);
    return sent;
  }

  /**
   * The library keeps an append whose answer was lost waiting for ever, and so those that are sent on a connection which
   * has just broken: where one has failed the others are not waited for much longer.
   */
  async #settled<T>(appends: readonly Promise<T>[]): Promise<PromiseSettledResult<T>[]> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<'silence'>((resolve) => {
      timer = setTimeout(() => resolve('silence'), this.silenceMs);
      const hurry = (error: unknown): void => {
        if (isPassing(error)) setTimeout(() => resolve('silence'), Math.min(this.silenceMs, AFTER_A_FAULT_MS));
      };
      for (const append of appends) append.catch(hurry);
    });
    const results = await Promise.race([Promise.allSettled(appends), silence]);
    clearTimeout(timer);
    if (results !== 'silence') return results;
    await this.connection.renew();
    throw new ClusterSilent();
  }

  #layOut(
    requests: readonly AppendRequest[],
    heads: readonly number[],
    stamp: string,
    refused: Map<AppendRequest, Error>,
  ): Piece[] {
    const ends = new Map<string, number>();
    return requests.flatMap((request, index) => {
      const { stream, events } = request;
      if (events.some((event) => wireSize(event) > LARGEST_EVENT_BYTES)) {
        refused.set(request, new StoreRefused('event-too-large'));
        return [];
      }
      const after = ends.get(stream) ?? heads[index] ?? -1;
      ends.set(stream, after + events.length);
      return piecesOf(request, after, stamp);
    });
  }

  async #append({ request, after, events }: Piece, stamp: string): Promise<PlacedEvent[]> {
    const { stream } = request;
    const result = await this.connection.client.appendToStream(this.names.there(stream), [...events], {
      expectedRevision: after < 0 ? NO_STREAM : BigInt(after),
    });
    const own = request.events.find(({ eventId }) => eventId === events[0]?.id);
    if (events.length > 1 || result.position === undefined || own === undefined) {
      return this.reader.readStream(stream, { from: after + 1, limit: events.length });
    }
    const { eventId, metadata } = own;
    const position = positionOf(result.position);
    return [{ eventId, stream, revision: after + 1, position, recordedAt: stamp, metadata }];
  }
}

/** A request's events by calls that the server takes, almost always one. */
function piecesOf(request: AppendRequest, after: number, stamp: string): Piece[] {
  const pieces: { request: AppendRequest; after: number; events: BinaryEventData[] }[] = [];
  let bytes = PIECE_BYTES;
  request.events.forEach((event, index) => {
    bytes += wireSize(event);
    if (bytes > PIECE_BYTES) {
      pieces.push({ request, after: after + index, events: [] });
      bytes = wireSize(event);
    }
    pieces.at(-1)?.events.push(wireForm(event, stamp));
  });
  return pieces;
}

/** Whether the request takes more than one call, so that a fall between two can leave only its beginning. */
export function isInPieces({ events }: AppendRequest): boolean {
  return events.length > 1 && events.reduce((sum, event) => sum + wireSize(event), 0) > PIECE_BYTES;
}
