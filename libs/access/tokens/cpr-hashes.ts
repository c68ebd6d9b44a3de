/** In what a caller's own CPR number (ten digits) is kept: the number itself is not. */
export interface CprHashes {
  /** A keyed hash, the same in every authority. */
  readonly hashCpr: (cpr: string) => string;
  /** The nodes that the number may stand for in an authority; left out where nobody asks for them. */
  readonly cprNodes?: (authority: string, cpr: string) => readonly string[];
}
