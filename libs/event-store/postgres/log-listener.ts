import pg, { type Pool } from 'pg';
import type { ChangeSignal } from '../change-signal.js';
import { pauseBefore, pauseUntil } from '../patience.js';
import { channelOf, type LogName } from './append-function.js';

/**
 * Listens, on a connection of its own, for the notification each flush sends, and raises the signal. A lost connection
 * is made again; until then the readers' polling finds what is new.
 */
export class LogListener {
  readonly #stopping = new AbortController();
  #running: Promise<void> | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly log: LogName,
    private readonly changes: ChangeSignal,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        await this.#listen(() => (attempt = 0));
      } catch (fault) {
        this.onFault(fault);
      }
      await pauseUntil(signal, pauseBefore(attempt));
    }
  }

  /** Returns when stopped, throws when the connection is lost. */
  async #listen(onListening: () => void): Promise<void> {
    const { signal } = this.#stopping;
    const client = new pg.Client({ ...this.pool.options, keepAlive: true });
    let stop = (): void => undefined;
    const ended = new Promise<void>((resolve, reject) => {
      stop = resolve;
      client.on('error', reject);
      client.on('end', () => reject(new Error('the listening connection ended')));
    });
    signal.addEventListener('abort', stop);
    // It may be lost while it is being made, when nobody awaits this yet.
    ended.catch(() => undefined);
    client.on('notification', () => this.changes.raise());
    try {
      await client.connect();
      await client.query(`listen ${channelOf(this.log)}`);
      onListening();
      // What was notified while nobody listened.
      this.changes.raise();
      await ended;
    } finally {
      signal.removeEventListener('abort', stop);
      await client.end().catch(this.onFault);
    }
  }
}
