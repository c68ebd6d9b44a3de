import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { createSealer, logsUnderSeal, type Sealer } from '#seal';
import { addGauge, Configuration, Log, sealKeyPlace } from '#runtime';
import { Stores } from '#stores';

/** Seals both logs for as long as the application runs, and once more when it has answered its last request. */
@Injectable()
export class SealKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly sealer: Sealer;

  constructor(
    @Inject(Stores) stores: Stores,
    @Inject(Configuration) configuration: Configuration,
    @Inject(Log) log: Log,
  ) {
    this.sealer = createSealer({
      pool: stores.pool,
      logs: logsUnderSeal(stores),
      folder: configuration.sealFolder,
      keyPlace: sealKeyPlace(configuration),
      intervalMs: configuration.sealIntervalSeconds * 1_000,
      log,
    });
  }

  onApplicationBootstrap(): void {
    this.sealer.start();
    addGauge('overblik_seal_unsealed_events', 'Events that no checkpoint seals yet', ['log'], async () =>
      (await this.sealer.unsealed()).map(({ log, events }) => ({ labels: { log }, value: events })),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.sealer.stop();
  }
}
