export type { FieldChange } from './changes.js';
export { storedRecord, type RecordOptions } from './stored-record.js';
export { createHistory, type History, type HistoryEntryView, type HistoryOptions } from './history.js';
