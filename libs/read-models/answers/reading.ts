/**
 * What one answer has read, where it is made of several statements. Each statement sees one generation of every read model,
 * and one state of the settings; between two of them a rebuilt one may have been swapped in, or a setting changed, and then
 * the answer must be made again.
 */
export interface Reading {
  /** Notes by which swap the tables of a statement serve. */
  note(served: string | null): void;
  isOfOneGeneration(): boolean;
  /** Stands for what the first statement met; undefined where none told. */
  mark(): string | null | undefined;
}

export function createReading(): Reading {
  let first: string | null | undefined;
  let isOfOne = true;
  return {
    note(served) {
      if (first === undefined) first = served;
      else if (first !== served) isOfOne = false;
    },
    isOfOneGeneration: () => isOfOne,
    mark: () => first,
  };
}
