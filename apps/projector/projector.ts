import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { createProjectionRunner } from '#projection-engine';
import type { ProjectionRunner } from '#projection-engine';
import { readModels } from '#read-models/projections';
import { addGauge, Configuration, Log } from '#runtime';
import { Stores } from '#stores';

/** The projection runner over all read models, for as long as the application runs. */
@Injectable()
export class Projector implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly runner: ProjectionRunner;

  constructor(
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Configuration) configuration: Configuration,
    @Inject(Log) log: Log,
  ) {
    const { pool, eventStore: store, vault } = stores;
    this.runner = createProjectionRunner({
      pool,
      store,
      vault,
      readModels,
      log,
      partitions: configuration.projectorPartitions,
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.runner.start();
    addGauge(
      'overblik_projection_lag_events',
      'Events that a read model has yet to take in',
      ['read_model'],
      async () => {
        const [head, positions] = await Promise.all([this.stores.eventStore.head(), this.runner.positions()]);
        return positions.map(({ name, position }) => ({ labels: { read_model: name }, value: head - position }));
      },
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.runner.stop();
  }

  /**
   * Whether what is taken in will be seen. A fault is over when the log has been read to its end in spite of it; a read model
   * that is being built anew, because its tables have another shape, is not seen before that is done.
   */
  async isProjecting(): Promise<boolean> {
    const { running, fault, position, building } = this.runner.health();
    return running && building.length === 0 && (fault === null || position >= (await this.stores.eventStore.head()));
  }
}
