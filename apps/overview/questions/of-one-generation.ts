import { createReading } from '#read-models/queries';
import type { View } from '../engine/view.js';
import type { Scope } from '../queries.js';
import type { Shown } from '../selection/walk.js';

/** Swaps are hours apart: an answer that met two in a row has met a fault, and is given as it is. */
const TRIES = 3;

/** An answer, and the nodes that are in it. */
export interface Made<T> {
  readonly answer: T;
  readonly shown: Shown;
}

/** Makes an answer of several statements, and makes it again where a rebuilt read model was swapped in between two of them. */
export async function ofOneGeneration<T>(
  view: View,
  scope: Scope,
  make: (scope: Scope, shown: Shown) => Promise<T>,
): Promise<Made<T>> {
  for (let tries = 1; ; tries++) {
    const reading = createReading();
    const shown: Shown = { parties: new Set(), objects: new Set() };
    const answer = await make({ ...scope, reading }, shown);
    if (!reading.isOfOneGeneration() && tries < TRIES) continue;
    view.noteMark(reading.mark());
    return { answer, shown };
  }
}
