import type { Credentials } from './authorization.js';
import type { LivePublisher } from './live-publisher.js';
import type { StandInLog } from './stand-in-log.js';
import type { Switches } from './switches.js';

/** What the calls of clients work on. */
export interface Served {
  readonly log: StandInLog;
  readonly publisher: LivePublisher;
  readonly switches: Switches;
  /** Those that each call for streams must have; undefined where none are asked for. */
  readonly credentials: Credentials | undefined;
  readonly maxAppendSize: number;
  readonly tellsCaughtUp: boolean;
}
