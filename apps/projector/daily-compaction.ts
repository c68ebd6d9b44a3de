import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { compactWhenDue } from '#deletion';
import { Log } from '#runtime';
import { Stores } from '#stores';

const LOOK_EVERY_MS = 3_600_000;

/** Rewrites the tables within a day of an erasure, whoever erased; of several processes one does it. */
@Injectable()
export class DailyCompaction implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private underway: Promise<void> = Promise.resolve();

  constructor(
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Log) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.underway = this.look();
    }, LOOK_EVERY_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.underway;
  }

  private async look(): Promise<void> {
    try {
      const done = await compactWhenDue(this.stores);
      if (done !== null) this.log.info(done, 'tables were rewritten, so that nothing erased is left in their files');
    } catch (error) {
      this.log.warn({ err: error }, 'tables could not be rewritten after an erasure; trying again in an hour');
    }
  }
}
