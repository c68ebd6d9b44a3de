import type {
  PurgedObject,
  Quarantine,
  QuarantineEntry,
  QuarantinePage,
  QuarantineQuery,
  RefusedEvent,
} from './quarantine.js';

/** A quarantine that lives and dies with the process: for tests and trials. */
export function openInMemoryQuarantine(): Quarantine {
  return new InMemoryQuarantine();
}

class InMemoryQuarantine implements Quarantine {
  /** In order of arrival. */
  readonly #entries = new Map<string, QuarantineEntry>();
  /** The entry that stands for a content: the one of that content that is not accepted. */
  readonly #standing = new Map<string, string>();

  keep(events: readonly RefusedEvent[]): Promise<QuarantineEntry[]> {
    return Promise.resolve(events.map((event) => this.#keepOne(event)));
  }

  find(quarantineId: string): Promise<QuarantineEntry | null> {
    return Promise.resolve(this.#entries.get(quarantineId) ?? null);
  }

  list({ limit, after, ...asked }: QuarantineQuery): Promise<QuarantinePage> {
    const all = [...this.#entries.values()];
    const start = after === undefined ? 0 : Number(after);
    const found: QuarantineEntry[] = [];
    for (let index = start; index < all.length; index++) {
      const entry = all[index];
      if (entry === undefined || !isAsked(entry, asked)) continue;
      if (found.length === limit) return Promise.resolve({ entries: found, next: String(index) });
      found.push(entry);
    }
    return Promise.resolve({ entries: found, next: null });
  }

  openOf(eventKeyHashes: readonly string[]): Promise<Map<string, QuarantineEntry[]>> {
    const sought = new Set(eventKeyHashes);
    const found = new Map<string, QuarantineEntry[]>();
    for (const entry of this.#entries.values()) {
      if (entry.status !== 'open' || !sought.has(entry.eventKeyHash)) continue;
      found.set(entry.eventKeyHash, [...(found.get(entry.eventKeyHash) ?? []), entry]);
    }
    return Promise.resolve(found);
  }

  settle(quarantineId: string, status: 'accepted' | 'discarded'): Promise<boolean> {
    const entry = this.#entries.get(quarantineId);
    if (entry?.status !== 'open') return Promise.resolve(false);
    this.#entries.set(quarantineId, { ...entry, status });
    if (status === 'accepted') this.#standing.delete(contentKey(entry));
    return Promise.resolve(true);
  }

  async settleAccepted(eventKeyHashes: readonly string[]): Promise<number> {
    const open = [...(await this.openOf(eventKeyHashes)).values()].flat();
    for (const entry of open) await this.settle(entry.quarantineId, 'accepted');
    return open.length;
  }

  forgetBodies({ authority, subject, source }: PurgedObject): Promise<number> {
    let forgotten = 0;
    for (const [id, entry] of this.#entries) {
      if (entry.authority !== authority || entry.subject !== subject || entry.body === null) continue;
      if (source !== undefined && entry.source !== source) continue;
      this.#entries.set(id, { ...entry, body: null });
      forgotten++;
    }
    return Promise.resolve(forgotten);
  }

  forgetBodiesOf(quarantineIds: readonly string[]): Promise<number> {
    let forgotten = 0;
    for (const id of quarantineIds) {
      const entry = this.#entries.get(id);
      if (!entry || entry.body === null) continue;
      this.#entries.set(id, { ...entry, body: null });
      forgotten++;
    }
    return Promise.resolve(forgotten);
  }

  countOpen(): Promise<number> {
    return Promise.resolve([...this.#entries.values()].filter(({ status }) => status === 'open').length);
  }

  #keepOne(event: RefusedEvent): QuarantineEntry {
    const standing = this.#entries.get(this.#standing.get(contentKey(event)) ?? '');
    const kept: QuarantineEntry = standing ? { ...standing, problem: event.problem } : { ...event, status: 'open' };
    this.#entries.set(kept.quarantineId, kept);
    this.#standing.set(contentKey(kept), kept.quarantineId);
    return kept;
  }
}

function contentKey({ eventKeyHash, contentHash }: RefusedEvent): string {
  return `${eventKeyHash} ${contentHash}`;
}

function isAsked(entry: QuarantineEntry, asked: Omit<QuarantineQuery, 'limit' | 'after'>): boolean {
  const { status, authorities, sources, subject, rule } = asked;
  return (
    (status === undefined || entry.status === status) &&
    (authorities === undefined || (entry.authority !== null && authorities.includes(entry.authority))) &&
    (sources === undefined || (entry.source !== null && sources.includes(entry.source))) &&
    (subject === undefined || entry.subject === subject) &&
    (rule === undefined || entry.problem.rule === rule)
  );
}
