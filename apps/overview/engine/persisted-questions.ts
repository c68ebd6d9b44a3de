import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LRUCache } from 'lru-cache';
import { RuntimeFault } from '#runtime';
import { longestQuestion } from './limits.js';
import { badInput, unknownQuestion } from './refusal.js';

/** Characters of questions that callers have sent and that are kept: those used longest ago go first. */
const mostCharacters = 2_000_000;

/** How a request names its question: by its text, by an id or hash of it, or by both. */
export interface NamedQuestion {
  readonly text: string | undefined;
  readonly id: string | undefined;
}

/**
 * Questions that are asked by their hash. Registered ones come with the front end, from its build; others are kept when a
 * caller sends text and hash together (Apollo's automatic persisted queries, which urql and Relay's networks speak too),
 * unless only registered ones are answered.
 */
export class PersistedQuestions {
  private readonly sent = new LRUCache<string, string>({
    maxSize: mostCharacters,
    sizeCalculation: (text) => text.length,
  });

  constructor(
    private readonly registered: ReadonlyMap<string, string>,
    private readonly isOnlyRegistered: boolean,
  ) {}

  /** The text of the question. Refuses a hash that is another's, and what is not known. */
  textOf({ text, id }: NamedQuestion): string {
    if (text === undefined) {
      const known = id === undefined ? undefined : (this.registered.get(id) ?? this.sent.get(id));
      if (known === undefined) throw unknownQuestion();
      return known;
    }
    if (this.isOnlyRegistered) {
      if (this.registered.has(hashOf(text))) return text;
      throw unknownQuestion();
    }
    if (id !== undefined && text.length <= longestQuestion) this.keep(id, text);
    return text;
  }

  private keep(id: string, text: string): void {
    if (this.registered.has(id) || this.sent.get(id) === text) return;
    if (hashOf(text) !== id) throw badInput('The hash that is sent with a query must be its SHA-256.');
    this.sent.set(id, text);
  }
}

/**
 * The questions of a front end's manifest, by id: Apollo's (`operations` with `id` and `body`), or a map of ids to texts as
 * Relay's compiler and GraphQL Code Generator write it. Each also by the SHA-256 of its text.
 */
export function readManifest(path: string): ReadonlyMap<string, string> {
  const questions = new Map<string, string>();
  for (const [id, text] of entriesOf(path)) questions.set(id, text).set(hashOf(text), text);
  return questions;
}

function entriesOf(path: string): [string, string][] {
  const entries = entriesIn(parsedFile(path));
  if (entries.every((entry): entry is [string, string] => entry.every((part) => typeof part === 'string'))) {
    return entries;
  }
  throw notReadable();
}

function entriesIn(manifest: unknown): [unknown, unknown][] {
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) throw notReadable();
  if (!('operations' in manifest) || !Array.isArray(manifest.operations)) return Object.entries(manifest);
  return manifest.operations.map((operation: { id?: unknown; body?: unknown } | null) => [
    operation?.id,
    operation?.body,
  ]);
}

function parsedFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch {
    throw notReadable();
  }
}

function notReadable(): RuntimeFault {
  return new RuntimeFault(
    'configuration',
    'PERSISTED_QUERIES_FILE must name a JSON file: a map of ids to questions, or an Apollo persisted query manifest',
  );
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
