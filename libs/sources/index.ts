export { sourceRegistry } from './registry.js';
export type {
  Choice,
  FlagValues,
  ImportSettings,
  RegisteredSource,
  SourceAdapter,
  SourceFlag,
  SourceInput,
  SourceItem,
} from './source-adapter.js';
export type { SourceEvent, SourceIdentity } from './source-event.js';
export { xesSource, type XesOptions } from './xes/xes.source.js';
export { cprDirekteSource, CPR_SOURCE, type CprDirekteOptions } from './cpr-direkte/cpr-direkte.source.js';
