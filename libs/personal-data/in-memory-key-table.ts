import type { ErasedNumber, KeyRow, KeyTable, KeyWrite, MasterClaim, MasterTransfer, PurgeMark } from './key-table.js';

interface Row {
  wrapped: Buffer | null;
  masterSource: string | null;
  foundedBy: string | null;
  claimedAt: number | null;
  destroyed: boolean;
  transfer: { from: string; to: string } | null;
  transferPosition: number;
  purgingBy: string | null;
}

/** The table without a database; for tests. */
export class InMemoryKeyTable implements KeyTable {
  private readonly rows = new Map<string, Row>();
  private readonly successors = new Map<string, string>();

  read(streams: readonly string[]): Promise<readonly KeyRow[]> {
    return Promise.resolve(this.rowsOf(streams));
  }

  write(writes: readonly KeyWrite[]): Promise<readonly KeyRow[]> {
    for (const { stream, wrapped, claim } of writes) {
      const row = this.rowFor(stream);
      if (!row.destroyed) row.wrapped ??= wrapped;
      if (claim && row.masterSource === null) {
        row.masterSource = row.transfer?.from === claim.source ? row.transfer.to : claim.source;
        row.foundedBy = claim.eventId;
        row.claimedAt = Date.now();
      }
    }
    return Promise.resolve(this.rowsOf(writes.map((write) => write.stream)));
  }

  transfer({ stream, from, to, position }: MasterTransfer): Promise<void> {
    const row = this.rowFor(stream);
    if (row.transferPosition >= position) return Promise.resolve();
    row.transferPosition = position;
    if (row.masterSource === from) row.masterSource = to;
    else if (row.masterSource === null) row.transfer = { from, to };
    return Promise.resolve();
  }

  release(stream: string, lapsed: string, claim: MasterClaim | null): Promise<boolean> {
    const row = this.rowFor(stream);
    const isLapsed = row.foundedBy === lapsed;
    if (isLapsed) {
      row.masterSource = claim?.source ?? null;
      row.foundedBy = claim?.eventId ?? null;
      row.claimedAt = claim && Date.now();
    }
    return Promise.resolve(isLapsed);
  }

  markPurging(marks: readonly PurgeMark[]): Promise<void> {
    for (const { stream, eventId } of marks) this.rowFor(stream).purgingBy ??= eventId;
    return Promise.resolve();
  }

  clearPurging(marks: readonly PurgeMark[]): Promise<void> {
    for (const { stream, eventId } of marks) {
      const row = this.rowFor(stream);
      if (row.purgingBy === eventId) row.purgingBy = null;
    }
    return Promise.resolve();
  }

  unfinishedPurges(): Promise<readonly PurgeMark[]> {
    const marks: PurgeMark[] = [];
    for (const [stream, row] of this.rows) {
      if (row.purgingBy !== null && !row.destroyed) marks.push({ stream, eventId: row.purgingBy });
    }
    return Promise.resolve(marks);
  }

  destroy(streams: readonly string[]): Promise<void> {
    for (const stream of streams) Object.assign(this.rowFor(stream), { wrapped: null, destroyed: true });
    return Promise.resolve();
  }

  destroyed(): Promise<readonly string[]> {
    return Promise.resolve([...this.rows].flatMap(([stream, row]) => (row.destroyed ? [stream] : [])));
  }

  successorsOf(nodeIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = nodeIds.flatMap((nodeId): [string, string][] => {
      const successor = this.successors.get(nodeId);
      return successor === undefined ? [] : [[nodeId, successor]];
    });
    return Promise.resolve(new Map(found));
  }

  formerNodesOf(nodeIds: readonly string[]): Promise<readonly string[]> {
    const asked = new Set(nodeIds);
    return Promise.resolve([...this.successors].flatMap(([first, last]) => (asked.has(last) ? [first] : [])));
  }

  succeed(erased: readonly ErasedNumber[]): Promise<void> {
    for (const { nodeId, successor } of erased) {
      for (const [before, last] of this.successors) if (last === nodeId) this.successors.set(before, successor);
      if (!this.successors.has(nodeId)) this.successors.set(nodeId, successor);
    }
    return Promise.resolve();
  }

  private rowFor(stream: string): Row {
    const found = this.rows.get(stream);
    if (found) return found;
    const row: Row = {
      wrapped: null,
      masterSource: null,
      foundedBy: null,
      claimedAt: null,
      destroyed: false,
      transfer: null,
      transferPosition: 0,
      purgingBy: null,
    };
    this.rows.set(stream, row);
    return row;
  }

  private rowsOf(streams: readonly string[]): readonly KeyRow[] {
    return [...new Set(streams)].flatMap((stream) => {
      const row = this.rows.get(stream);
      if (!row) return [];
      const { wrapped, masterSource, foundedBy, claimedAt, destroyed } = row;
      return [{ stream, wrapped, masterSource, foundedBy, claimedAt, destroyed }];
    });
  }
}
