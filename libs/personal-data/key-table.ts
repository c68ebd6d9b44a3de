/** One row of `object_key`: a stream's wrapped key, and what is known of the object it belongs to. */
export interface KeyRow {
  readonly stream: string;
  readonly wrapped: Buffer | null;
  readonly masterSource: string | null;
  /** The founding event by which the master claimed the object. */
  readonly foundedBy: string | null;
  /** Milliseconds since 1970. */
  readonly claimedAt: number | null;
  readonly destroyed: boolean;
}

/** A key to be made where there is none, and an object to be claimed where it has no master. */
export interface KeyWrite {
  readonly stream: string;
  /** Null for a stream whose payloads stay plain. */
  readonly wrapped: Buffer | null;
  readonly claim: MasterClaim | null;
}

export interface MasterClaim {
  readonly source: string;
  readonly eventId: string;
}

/** The master's word that an object is another source's from now on, and where in the log it stands. */
export interface MasterTransfer {
  readonly stream: string;
  readonly from: string;
  readonly to: string;
  readonly position: number;
}

/** A purge that was begun: its event may be in the log with the key still there. */
export interface PurgeMark {
  readonly stream: string;
  readonly eventId: string;
}

/** Where keys, masters and purges lie; a handful of set-based statements. What is destroyed never comes back. */
export interface KeyTable {
  read(streams: readonly string[]): Promise<readonly KeyRow[]>;
  /** Inserts what is missing, claims what is free, and gives the rows as they stand then. */
  write(writes: readonly KeyWrite[]): Promise<readonly KeyRow[]>;
  /** Passes objects on; before any claim it is kept until the sender founds the object. Each position counts once. */
  transfer(transfer: MasterTransfer): Promise<void>;
  /** Replaces a claim whose founding event never reached the log by another, or by none. */
  release(stream: string, lapsed: string, claim: MasterClaim | null): Promise<boolean>;
  markPurging(marks: readonly PurgeMark[]): Promise<void>;
  clearPurging(marks: readonly PurgeMark[]): Promise<void>;
  unfinishedPurges(): Promise<readonly PurgeMark[]>;
  destroy(streams: readonly string[]): Promise<void>;
  /** Every stream whose key is destroyed. */
  destroyed(): Promise<readonly string[]>;
  /** Those of the number nodes that were erased, each with the node that stands for the number now. */
  successorsOf(nodeIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The first nodes of numbers that these stand for now. */
  formerNodesOf(nodeIds: readonly string[]): Promise<readonly string[]>;
  /** Of numbers that are erased; whatever led to one of them leads to its successor from then on. */
  succeed(erased: readonly ErasedNumber[]): Promise<void>;
}

/** A number's node that was erased, and the one that stands for the number where it is named again. */
export interface ErasedNumber {
  readonly nodeId: string;
  readonly successor: string;
}
