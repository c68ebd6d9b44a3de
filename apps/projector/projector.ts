import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { countParked, createProjectionRunner, createTurns } from '#projection-engine';
import type { ProjectionRunner, Turns } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { compareAhead } from '#read-models/queries';
import { tellGaps } from '#reconciliation';
import { addGauge, Configuration, Log, type Holding } from '#runtime';
import { Stores } from '#stores';

/** So long at most an authority's pairs are compared before there is a rest of a second: projecting goes on beside. */
const COMPARING_MS = 1_000;

/**
 * The projection runner over all read models, with who tells of gaps and who compares the pairs of parallel runs, for as long
 * as the application runs.
 */
@Injectable()
export class Projector implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly runner: ProjectionRunner;
  private readonly duties: readonly Turns[];

  constructor(
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Configuration) { projectorOnFailure, projectorPartitions: partitions }: Configuration,
    @Inject(Log) log: Log,
  ) {
    const { pool, eventStore: store, vault } = stores;
    const running = { pool, store, vault, readModels, log, onFailure: projectorOnFailure, partitions };
    this.runner = createProjectionRunner(running);
    this.duties = [
      createTurns({
        turn: () => tellGaps(pool, store),
        log,
        onFailure: 'gaps of sources could not be recorded; trying again',
      }),
      createTurns({
        turn: () => compareAhead(pool, COMPARING_MS),
        log,
        onFailure: 'the pairs of a parallel run could not be compared; trying again',
      }),
    ];
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.runner.start();
    for (const duty of this.duties) duty.start();
    addGauge(
      'overblik_projection_lag_events',
      'Events that a read model has yet to take in',
      ['read_model'],
      async () => {
        const { eventStore } = this.stores;
        const measured = (await this.runner.positions()).map(async ({ name, position }) => ({
          labels: { read_model: name },
          value: await eventStore.countAfter(position),
        }));
        return Promise.all(measured);
      },
    );
    this.tellParked(
      'overblik_projection_parked_keys',
      'Keys of a read model whose events wait for a fault to be mended',
      'keys',
    );
    this.tellParked(
      'overblik_projection_parked_events',
      'Events that wait for a fault of a read model to be mended',
      'events',
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.duties.map((duty) => duty.stop()));
    await this.runner.stop();
  }

  /** How many of each read model, those that have none too. */
  private tellParked(name: string, help: string, what: 'keys' | 'events'): void {
    addGauge(name, help, ['read_model'], async () => {
      const parked = await countParked(this.stores.pool);
      return readModels.map((model) => ({
        labels: { read_model: model.name },
        value: parked.get(model.name)?.[what] ?? 0,
      }));
    });
  }

  /**
   * Whether what is taken in will be seen: `degraded` where something is parked. A fault is over when the log has been read
   * to its end in spite of it; a read model that is being built anew, because its tables have another shape, is not seen
   * before that is done.
   */
  async projecting(): Promise<Holding> {
    const { running, fault, position, building } = this.runner.health();
    if (!running || building.length > 0) return 'failing';
    if (fault !== null && position < (await this.stores.eventStore.head())) return 'failing';
    return (await countParked(this.stores.pool)).size > 0 ? 'degraded' : 'ok';
  }
}
