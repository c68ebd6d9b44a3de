import { catalogue, exampleOf, type EventDefinition, type EventName } from '#contracts';
import { openInMemoryEventStore, openInMemoryQuarantine } from '#event-store';
import { openInMemoryKeyVault } from '#personal-data';
import { createIntake, type IntakeDependencies } from '../intake.js';
import type { Sender } from '../sender.js';

export const AUTHORITY = '29189846';
export const OTHER_AUTHORITY = '29189714';
export const KY = 'urn:overblik:source:ky';
export const SBSYS = 'urn:overblik:source:sbsys';
export const CASE = 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11';
export const NOW = new Date('2026-06-01T12:00:00.000Z');

export const ky: Sender = { kind: 'source', covers: [{ authority: AUTHORITY, source: KY }] };
export const sbsys: Sender = { kind: 'source', covers: [{ authority: AUTHORITY, source: SBSYS }] };

/** Intake over adapters in memory, with a clock that stands still. */
export function openTrial(overrides: Partial<IntakeDependencies> = {}) {
  const store = openInMemoryEventStore();
  const vault = openInMemoryKeyVault();
  const quarantine = openInMemoryQuarantine();
  const log = { info: () => undefined, warn: () => undefined };
  const intake = createIntake({ store, vault, quarantine, log, clock: () => NOW, ...overrides });
  const opened = async () => vault.open((await store.readAll(0, 1000)).events);
  const names = async () => (await opened()).map((event) => event.name);
  const take = async (event: unknown, sender: Sender = ky) => {
    const [receipt] = await intake.accept([event], sender);
    if (!receipt) throw new Error('no receipt');
    return receipt;
  };
  return { store, vault, quarantine, intake, opened, names, take };
}

export function definitionOf(name: EventName): EventDefinition<EventName> {
  const definition = catalogue.byName.get(name);
  if (!definition) throw new Error('no such event');
  return definition;
}

/** An event of the contract's own example, of the trial's authority, source and case. */
export function event(name: EventName, over: Record<string, unknown> = {}): Record<string, unknown> {
  const example = exampleOf(definitionOf(name));
  return {
    ...example,
    authority: AUTHORITY,
    source: KY,
    subject: `${definitionOf(name).family}/${CASE}`,
    ...over,
  };
}

export const registered = (over: Record<string, unknown> = {}) => event('case.registered', { id: 'reg', ...over });
export const progress = (over: Record<string, unknown> = {}) =>
  event('case.progress-changed', { id: 'prog', data: { progress: 'informed' }, ...over });
export const purged = (over: Record<string, unknown> = {}) => event('case.purged', { id: 'purge', ...over });
