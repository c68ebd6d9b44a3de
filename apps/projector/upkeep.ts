import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { compactWhenDue } from '#deletion';
import { forgetEntries, registers } from '#oversight';
import { createTurns, type Turns, type TurnsOptions } from '#projection-engine';
import { Log } from '#runtime';
import { Stores } from '#stores';

/** Rewrites the tables within a day of an erasure, whoever erased; of several processes one does it. */
export const compaction = (stores: Stores, log: Log): TurnsOptions => ({
  async turn() {
    const done = await compactWhenDue(stores);
    if (done !== null) log.info(done, 'tables were rewritten, so that nothing erased is left in their files');
  },
  log,
  onFailure: 'tables could not be rewritten after an erasure; trying again soon',
  // So often that a process which is started anew many times a day looks too.
  everyMs: 900_000,
});

/** Forgets entries of the access log within an hour of their time being over; done by several processes, it is done once. */
const retention = ({ pool, eventStore: store }: Stores, log: Log): TurnsOptions => ({
  async turn() {
    const entries = await forgetEntries({ pool, store, registers });
    if (entries > 0) log.info({ entries }, 'entries of the access log were forgotten: their time was over');
  },
  log,
  onFailure: 'entries of the access log could not be forgotten; trying again in an hour',
  everyMs: 3_600_000,
});

/** What is looked after now and then, for as long as the application runs. */
@Injectable()
export class Upkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly duties: readonly Turns[];

  constructor(@Inject(Stores) stores: Stores, @Inject(Log) log: Log) {
    this.duties = [compaction, retention].map((duty) => createTurns(duty(stores, log)));
  }

  onApplicationBootstrap(): void {
    for (const duty of this.duties) duty.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.duties.map((duty) => duty.stop()));
  }
}
