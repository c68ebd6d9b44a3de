export type { FieldChange } from './changes.js';
export { createHistory, type History, type HistoryEntryView, type HistoryOptions } from './history.js';
