import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { createFollower, registers, tellSignals, unjudgedLookUps, type Follower } from '#oversight';
import { createTurns, type Turns } from '#projection-engine';
import { addGauge, Log } from '#runtime';
import { Stores } from '#stores';

/** Follows the access log into the registers, and tells of misuse, for as long as the application runs. */
@Injectable()
export class AccessFollower implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly follower: Follower;
  private readonly signalTeller: Turns;

  constructor(
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Log) log: Log,
  ) {
    const { pool, eventStore, accessLogStore: store, accessParts, vault } = stores;
    this.follower = createFollower({ pool, store, accessParts, keyring: vault.authority, registers, log });
    const onFailure = 'signals of misuse could not be recorded; trying again';
    this.signalTeller = createTurns({ turn: () => tellSignals(pool, eventStore), log, onFailure });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.follower.start();
    this.signalTeller.start();
    addGauge(
      'overblik_access_log_lag_entries',
      'Entries of the access log that a register has yet to take in',
      ['register'],
      async () => {
        const { accessLogStore } = this.stores;
        const measured = (await this.follower.places()).map(async ({ name, position }) => ({
          labels: { register: name },
          value: await accessLogStore.countAfter(position),
        }));
        return Promise.all(measured);
      },
    );
    addGauge(
      'overblik_misuse_unjudged_look_ups',
      'Look-ups of caseworkers whose tokens lack what rules of misuse ask for, since the register was made',
      ['authority', 'lacks'],
      async () =>
        (await unjudgedLookUps(this.stores.pool)).map(({ authority, lacks, lookUps: value }) => ({
          labels: { authority, lacks },
          value,
        })),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.signalTeller.stop();
    await this.follower.stop();
  }
}
