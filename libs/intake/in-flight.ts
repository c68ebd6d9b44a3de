import { IntakeBusy } from './errors.js';

/** Bounds how many events are being taken in at once, so that senders wait and not the memory. */
export class InFlight {
  private events = 0;

  constructor(private readonly limit: number) {}

  /** Events being taken in now. */
  get count(): number {
    return this.events;
  }

  /** Runs the work, or throws IntakeBusy; what alone is more than the limit is let in when nothing else is. */
  async admit<T>(events: number, work: () => Promise<T>): Promise<T> {
    if (this.events > 0 && this.events + events > this.limit) throw new IntakeBusy(1);
    this.events += events;
    try {
      return await work();
    } finally {
      this.events -= events;
    }
  }
}
