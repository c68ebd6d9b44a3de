import { setTimeout as sleep } from 'node:timers/promises';
import { askOfParked, readParked, type ParkedAct, type ParkedKey } from '#projection-engine';
import { Failure } from '../output/failure.js';
import type { Session } from './session.js';

const LOOK_EVERY_MS = 100;
/** A replay takes its place between two pages: nothing may settle for so long only where nobody projects. */
const PATIENCE_MS = 60_000;

/** The parked keys of a read model, or the one of that key. */
export async function parkedOf(
  { stores }: Pick<Session, 'stores'>,
  readModel: string,
  key?: string,
): Promise<ParkedKey[]> {
  const parked = await readParked(stores.pool);
  return parked.filter((each) => each.readModel === readModel && (key === undefined || each.key === key));
}

/** Asks whoever projects and waits until all is done; gives those that are parked still. */
export async function settleParked(
  { stores: { pool }, runner }: Pick<Session, 'stores' | 'runner'>,
  keys: readonly ParkedKey[],
  act: ParkedAct,
): Promise<ParkedKey[]> {
  const ids = new Set(keys.map(({ id }) => id));
  await askOfParked(pool, [...ids], act);
  let left = ids.size;
  for (let settled = Date.now(); ; await sleep(LOOK_EVERY_MS)) {
    const parked = (await readParked(pool)).filter(({ id }) => ids.has(id));
    const waiting = parked.filter(({ asked }) => asked !== null).length;
    if (waiting === 0) return parked;
    if (waiting < left) settled = Date.now();
    left = waiting;
    if (Date.now() - settled > PATIENCE_MS) {
      const { fault } = runner.health();
      throw new Failure(`nobody does it: ${fault === null ? 'no projector runs' : `the projector reports ${fault}`}`);
    }
  }
}
