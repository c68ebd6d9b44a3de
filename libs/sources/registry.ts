import { cprDirekteSource } from './cpr-direkte/cpr-direkte.source.js';
import { registeredSource, type RegisteredSource } from './source-adapter.js';
import { xesSource } from './xes/xes.source.js';

/** Every kind of source system that `overblik import <name>` can read. A new one is its own folder and a line here. */
export const sourceRegistry: readonly RegisteredSource[] = [
  registeredSource(xesSource),
  registeredSource(cprDirekteSource),
];
