import type { ReadModel } from './read-model.js';

/** The buckets of streams that one part of the work has; both ends belong to it. */
export interface Buckets {
  readonly from: number;
  readonly to: number;
}

/** Which part of a divided work. */
export interface Share {
  readonly part: number;
  /** Into how many the work must be divided for this to be right; undefined where that is all the same. */
  readonly partitions: number | undefined;
}

/** What one process does at a time and another can take over: some read models, or a part of them. */
export interface Unit extends Share {
  readonly name: string;
  readonly partitions: number;
  readonly models: readonly ReadModel[];
  /** Undefined: all streams. */
  readonly buckets: Buckets | undefined;
}

const BUCKETS = 256;

/**
 * The units of work. Undivided it is one: one read and one transaction a page for all read models. Divided, each part has
 * its buckets of the read models whose rows lie in one stream each; those that join objects are one unit by themselves.
 */
export function unitsOf(readModels: readonly ReadModel[], partitions: number): Unit[] {
  if (partitions === 1) return [{ name: 'all', part: 0, partitions, models: readModels, buckets: undefined }];
  const divided = readModels.filter(({ partitioned }) => partitioned === true);
  const whole = readModels.filter(({ partitioned }) => partitioned !== true);
  const units: Unit[] = [{ name: `whole/${partitions}`, part: 0, partitions, models: whole, buckets: undefined }];
  for (let part = 0; part < partitions; part++)
    units.push({
      name: `${part}/${partitions}`,
      part,
      partitions,
      models: divided,
      buckets: bucketsOf(part, partitions),
    });
  return units.filter(({ models }) => models.length > 0);
}

/** Every bucket is in one part. */
export function bucketsOf(part: number, partitions: number): Buckets {
  return {
    from: Math.ceil((BUCKETS * part) / partitions),
    to: Math.ceil((BUCKETS * (part + 1)) / partitions) - 1,
  };
}
