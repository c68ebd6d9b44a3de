import { randomUUID } from 'node:crypto';
import { isUuid } from '#contracts';
import { badInput } from './refusal.js';

/** Whatever carries headers by name, in small letters: a request, or the first message of a connection. */
export interface Headed {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What the headers of a request say beside the token. */
export interface RequestHeaders {
  readonly transactionId: string;
  readonly authority: string | undefined;
  readonly purpose: string | null;
  /** The front end that the caller came from: scheme, host and port. */
  readonly hopOrigin: string | null;
  /** A receipt's position that the answer must not lie before. */
  readonly minPosition: number | undefined;
}

const longestPurpose = 500;
const longestOrigin = 300;

/** The transaction id as sent, or a new one; `undefined` where what was sent is no uuid. */
export function transactionIdOf(request: Headed): string | undefined {
  const sent = headerOf(request, 'x-transaktionsid');
  if (sent === undefined) return randomUUID();
  return isUuid(sent) ? sent.toLowerCase() : undefined;
}

/** Reads the headers, or refuses with BAD_USER_INPUT and the header's name. */
export function readHeaders(request: Headed, transactionId: string | undefined): RequestHeaders {
  if (transactionId === undefined) throw badInput('x-TransaktionsId must be a uuid.');
  return {
    transactionId,
    authority: headerOf(request, 'x-authority'),
    purpose: purposeOf(headerOf(request, 'x-purpose')),
    hopOrigin: originOf(headerOf(request, 'origin')) ?? originOf(headerOf(request, 'referer')),
    minPosition: positionOf(headerOf(request, 'x-min-position')),
  };
}

/** The token of `Authorization: Bearer …` (RFC 6750). */
export function bearerOf(request: Headed): string | undefined {
  return /^Bearer +([\w.~+/=-]+) *$/i.exec(headerOf(request, 'authorization') ?? '')?.[1];
}

function purposeOf(sent: string | undefined): string | null {
  if (sent === undefined) return null;
  try {
    const purpose = decodeURIComponent(sent).trim();
    if (purpose.length <= longestPurpose && !purpose.includes('\u0000')) return purpose === '' ? null : purpose;
  } catch {
    // Falls through: not percent-encoded UTF-8.
  }
  throw badInput(`x-Purpose must be UTF-8, percent-encoded, of at most ${longestPurpose} characters.`);
}

/**
 * A browser names the front end in `Origin` (RFC 6454), or in `Referer` (RFC 9110): of that the origin alone is kept, since a
 * path may name somebody. What is neither http nor https is none.
 */
function originOf(sent: string | undefined): string | null {
  if (sent === undefined || !URL.canParse(sent)) return null;
  const { origin, protocol } = new URL(sent);
  return protocol === 'https:' || protocol === 'http:' ? origin.slice(0, longestOrigin) : null;
}

function positionOf(sent: string | undefined): number | undefined {
  if (sent === undefined) return undefined;
  const position = /^\d{1,16}$/.test(sent.trim()) ? Number(sent) : Number.NaN;
  if (!Number.isSafeInteger(position)) throw badInput("x-Min-Position must be a receipt's position.");
  return position;
}

function headerOf(request: Headed, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
