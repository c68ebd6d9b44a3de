export { demoEvents, demoSources, type Demo, type DemoOptions, type Highlight } from './demo-events.js';
export type { CloudEvent, DemoEvent } from './outbox.js';
