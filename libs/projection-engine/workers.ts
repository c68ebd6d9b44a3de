import { createCulprits } from './culprits.js';
import { CheckpointMoved, LeaseLost, codeOf } from './errors.js';
import { beat, leave, releaseLeases, takeLease, type Beat } from './lease.js';
import { SILENCE_ENDS } from './locks.js';
import { createParkingLot, type FailurePolicy } from './parking.js';
import { pause } from './pause.js';
import type { ReadModel } from './read-model.js';
import type { RunnerLog } from './runner-log.js';
import { followUnit, type UnitOptions } from './unit-runner.js';
import { unitsOf, type Unit } from './units.js';

export interface WorkersOptions {
  /** This process, among those that project. */
  readonly owner: string;
  readonly unit: Omit<UnitOptions, 'onReached' | 'failures'>;
  readonly onFailure: FailurePolicy;
  readonly readModels: readonly ReadModel[];
  readonly log: RunnerLog;
  readonly onReached: () => void;
}

/** This process's share of the work. */
export interface Workers {
  /** Takes its share, gives back what is more than that, takes over what nobody does; until the signal. */
  run(signal: AbortSignal): Promise<void>;
  /** Up to where everything has been read; undefined where other processes do some of it. */
  reachedByAll(): number | undefined;
  /** Up to where the units of this process have been read; undefined where it has none. */
  reachedByAny(): number | undefined;
  /** Code of a fault that has not been got over. */
  fault(): string | null;
}

/** How often a process says that it lives: a fifth of a lease. */
const BEAT_MS = 1_000;

/** One unit that this process does, or tries to. */
interface Worker {
  readonly unit: Unit;
  readonly ending: AbortController;
  readonly done: Promise<void>;
  /** The beat before which the lease was taken; undefined while it is not. */
  since: number | undefined;
  reached: number | undefined;
  fault: string | null;
}

/** @see Workers */
export function createWorkers(given: WorkersOptions): Workers {
  const { owner, unit: options, onFailure, readModels, log, onReached } = given;
  const { pool } = options;
  const workers = new Map<string, Worker>();
  let beats = 0;
  let beatFault: string | null = null;
  let units: readonly string[] = [];

  function arrange({ partitions, mine, free, processes }: Beat): void {
    const wanted = unitsOf(readModels, partitions);
    units = wanted.map(({ name }) => name);
    for (const [name, { ending, since }] of workers) {
      const isLost = since !== undefined && since < beats && !mine.includes(name);
      if (isLost || !units.includes(name)) ending.abort();
    }
    const share = Math.ceil(units.length / processes);
    const held = [...workers.values()].filter(({ ending }) => !ending.signal.aborted);
    for (const { ending } of held.slice(share)) ending.abort();
    const takeable = wanted.filter(({ name }) => free.includes(name) && !workers.has(name));
    for (const unit of takeable.slice(0, Math.max(0, share - held.length))) begin(unit);
  }

  function begin(unit: Unit): void {
    const ending = new AbortController();
    const worker: Worker = {
      unit,
      ending,
      done: Promise.resolve(),
      since: undefined,
      reached: undefined,
      fault: null,
    };
    const done = work(worker).finally(() => workers.delete(unit.name));
    workers.set(unit.name, Object.assign(worker, { done }));
  }

  /** Follows the unit, again and again from its checkpoints, for as long as the lease can be had. */
  async function work(worker: Worker): Promise<void> {
    const { unit, ending } = worker;
    const lot = createParkingLot(onFailure);
    const failing = { lot, culprits: createCulprits(lot, onFailure, options.pageSize), log };
    for (let failures = 0; !ending.signal.aborted;) {
      const before = worker.reached;
      try {
        if (!(await once(worker, failing))) return;
        failures = 0;
      } catch (error) {
        failures = worker.reached !== before ? 1 : failures + 1;
        // Another process was there, or a generation was swapped: looked at afresh it is no fault.
        if (failures === 1 && (error instanceof CheckpointMoved || error instanceof LeaseLost)) continue;
        worker.fault = codeOf(error);
        log.warn({ code: worker.fault, failures }, 'projecting failed; trying again from the checkpoint');
        await pause(Math.min(10_000, 100 * 2 ** failures) * (0.5 + Math.random()), ending.signal);
      }
    }
    // Others need not wait until it runs out. Where the database is away they must.
    await releaseLeases(pool, owner, [unit.name]).catch(() => undefined);
  }

  /** Whether the lease was to be had. */
  async function once(worker: Worker, failures: UnitOptions['failures']): Promise<boolean> {
    let leaving = new AbortController();
    const leave = (): void => leaving.abort();
    worker.ending.signal.addEventListener('abort', leave);
    try {
      const client = await pool.connect();
      try {
        await client.query(SILENCE_ENDS);
        const lease = await takeLease(client, worker.unit.name, owner);
        if (lease === undefined) return false;
        worker.since = beats;
        client.once('end', leave);
        const reached = (position: number): void => {
          if (worker.reached !== undefined && position > worker.reached) worker.fault = null;
          worker.reached = position;
          onReached();
        };
        // Where a handler is to blame it goes on from the checkpoint at once, in pages that find the event it fails by.
        for (; ; leaving = new AbortController()) {
          if (worker.ending.signal.aborted) return true;
          try {
            await followUnit({ ...options, failures, onReached: reached }, worker.unit, client, lease, leaving);
            return true;
          } catch (error) {
            if (!failures.culprits.isDealtWith()) throw error;
          }
        }
      } finally {
        client.release(true);
      }
    } finally {
      worker.ending.signal.removeEventListener('abort', leave);
    }
  }

  const reachedBy = (names: Iterable<string>): number | undefined => {
    let lowest: number | undefined;
    for (const name of names) {
      const reached = workers.get(name)?.reached;
      if (reached === undefined) return undefined;
      lowest = lowest === undefined ? reached : Math.min(lowest, reached);
    }
    return lowest;
  };

  return {
    async run(signal) {
      while (!signal.aborted) {
        beats++;
        try {
          arrange(await beat(pool, owner, (partitions) => unitsOf(readModels, partitions).map(({ name }) => name)));
          beatFault = null;
        } catch (error) {
          beatFault = codeOf(error);
        }
        await pause(BEAT_MS, signal);
      }
      for (const { ending } of workers.values()) ending.abort();
      await Promise.all([...workers.values()].map(({ done }) => done));
      await leave(pool, owner).catch(() => undefined);
    },
    reachedByAll: () => (units.length === 0 ? undefined : reachedBy(units)),
    reachedByAny: () => reachedBy(workers.keys()),
    fault: () => [...workers.values()].find(({ fault }) => fault !== null)?.fault ?? beatFault,
  };
}
