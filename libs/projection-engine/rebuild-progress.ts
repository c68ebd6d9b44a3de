/** What a rebuild is at, for whoever watches. Positions of the log, from where this run began. */
export interface RebuildProgress {
  readonly phase: 'projecting' | 'indexing' | 'catching up' | 'verifying' | 'swapping';
  readonly from: number;
  readonly reached: number;
  readonly goal: number;
}
