import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import type { Senders } from './senders.js';

/** The largest body that is taken, in bytes. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** All bodies that lie in memory at once: beyond it senders are told to wait. */
const MAX_BYTES_IN_FLIGHT = 64 * 1024 * 1024;
/** So much of a body that is too large is still read and thrown away: a sender cut off while writing never sees the answer. */
const DRAINED_BYTES = 32 * 1024 * 1024;

/** A body as it came: a token is looked at before a byte is kept, and a parser let loose on them after that. */
export type ReceivedBody =
  { readonly kind: 'body'; readonly bytes: Buffer } | { readonly kind: 'too-large' | 'busy' | 'cut-off' };

/** The body of a request that has none, or whose body was not read. */
export const EMPTY: ReceivedBody = { kind: 'body', bytes: Buffer.alloc(0) };

const RECEIVED_TYPE = 'application/vnd.overblik.received';
const contentTypes = new WeakMap<object, string>();

/** The content type that the sender gave. */
export function contentTypeOf(request: FastifyRequest): string {
  return contentTypes.get(request.raw) ?? '';
}

/**
 * Lets bodies of `POST /events` through as bytes whatever their content type. They are renamed to a type of their own
 * before a parser is chosen, so the parser of `application/json`, which GraphQL lives by, stays as it is.
 */
export function registerIntakeParsers(fastify: FastifyInstance, senders: Senders): void {
  const meter = new BytesInFlight();
  fastify.addHook('onRequest', async (request, reply) => {
    // By its route: a path has many spellings.
    if (request.method !== 'POST' || request.routeOptions.url !== '/events') return;
    contentTypes.set(request.raw, request.headers['content-type'] ?? '');
    request.headers['content-type'] = RECEIVED_TYPE;
    reply.raw.once('close', () => meter.release(request.raw));
  });
  fastify.addContentTypeParser(RECEIVED_TYPE, async (request: FastifyRequest, payload: Readable) => {
    // Nobody without a valid token may hold memory that senders share. The controller tells him so.
    const isTurnedAway = await senders.callerOf(request).then(
      () => false,
      () => true,
    );
    if (isTurnedAway) return EMPTY;
    const body = await readBody(payload, (bytes) => meter.take(request.raw, bytes));
    // Of a sender who went away no answer closes any more.
    if (body.kind === 'cut-off') meter.release(request.raw);
    return body;
  });
}

/** How much each request holds; given back when its answer is out or its connection gone. */
class BytesInFlight {
  private readonly held = new WeakMap<object, number>();
  private total = 0;

  take(holder: object, bytes: number): boolean {
    if (this.total + bytes > MAX_BYTES_IN_FLIGHT) return false;
    this.total += bytes;
    this.held.set(holder, (this.held.get(holder) ?? 0) + bytes);
    return true;
  }

  release(holder: object): void {
    this.total -= this.held.get(holder) ?? 0;
    this.held.delete(holder);
  }
}

async function readBody(payload: Readable, take: (bytes: number) => boolean): Promise<ReceivedBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  let refused: 'too-large' | 'busy' | null = null;
  try {
    for await (const chunk of payload as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (refused === null && size > MAX_BODY_BYTES) refused = 'too-large';
      else if (refused === null && !take(chunk.length)) refused = 'busy';
      if (refused === null) chunks.push(chunk);
      else chunks.length = 0;
      if (size > DRAINED_BYTES) break;
    }
  } catch {
    // The sender went away or was too slow: nobody is left to tell, and it is no fault of ours to log.
    return { kind: 'cut-off' };
  }
  return refused === null ? { kind: 'body', bytes: Buffer.concat(chunks, size) } : { kind: refused };
}
