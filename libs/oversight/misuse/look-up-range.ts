/** Which look-ups are judged: positions in the access log, both inclusive. */
export interface LookUpRange {
  readonly fromPosition: number;
  readonly toPosition: number;
}
