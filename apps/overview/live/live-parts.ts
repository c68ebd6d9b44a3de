import type { AnswerDues } from '../engine/answer-dues.js';
import type { TokenCheck } from '../engine/access-doors.js';
import type { Callers } from '../engine/callers.js';
import type { FaultFilter } from '../engine/fault-filter.js';
import type { Log } from '#runtime';
import type { ProtocolParts } from './live-protocol.js';
import type { Judging } from './live-question.js';
import type { OpenViews } from './open-views.js';
import type { ServedWatch } from './served-watch.js';
import type { Turns } from './turns.js';

/** What live views are made with in this process. The token by which Nest hands it out. */
export abstract class LiveParts implements ProtocolParts {
  abstract readonly tokens: TokenCheck;
  abstract readonly callers: Callers;
  abstract readonly log: Log;
  abstract readonly dues: AnswerDues;
  abstract readonly faults: FaultFilter;
  abstract readonly watch: ServedWatch;
  abstract readonly turns: Turns;
  abstract readonly open: OpenViews;
  abstract judging(): Judging;
}
