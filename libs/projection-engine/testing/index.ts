export { given, recorded, type Given, type RecordedDraft } from './given.js';
