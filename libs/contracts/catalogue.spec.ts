import type { ContractEvent, AnyContractEvent } from './envelope.js';
import type { caseEvents } from './case-events.js';
import {
  catalogue,
  fullTypeOf,
  nameOf,
  type DataOf,
  type EventName,
  type FamilyOf,
  type InternalEventName,
} from './catalogue.js';
import type { PartyRef } from './vocabulary.js';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const claim = <T extends true>(isTrue: T): T => isTrue;

const VERSION_1: Readonly<Record<string, string>> = {
  case: 'registered imported attributes-changed progress-changed reclassified sensitivity-changed actor-assigned actor-ended party-added party-ended related unrelated object-linked object-unlinked decided visibility-restricted visibility-restored security-profile-set transferred removed purged',
  party:
    'registered identifier-changed merged unmerged name-changed address-changed protection-set protection-lapsed status-changed relation-started relation-ended died company-changed removed purged',
  document:
    'registered progress-changed version-added filed attached unfiled related sensitivity-changed removed purged',
  'journal-note': 'recorded corrected withdrawn removed purged',
  grant: 'granted status-changed benefit-ended plan-set removed purged',
  payment: 'calculated sent paid reversed removed purged',
  service: 'started ended removed purged',
  unit: 'registered changed closed removed purged',
  source: 'registered heartbeat outage-declared outage-ended snapshot-started snapshot-completed',
};

describe('the catalogue', () => {
  it('holds every event of version 1, and no other', () => {
    const promised = Object.entries(VERSION_1).flatMap(([family, names]) =>
      names.split(' ').map((name) => `dk.overblik.${family}.${name}.v1`),
    );
    expect([...catalogue.byType.keys()].sort()).toEqual(promised.sort());
    expect(catalogue.byName.size).toBe(promised.length);
  });

  it('knows which events found their object', () => {
    const founding = [...catalogue.byName.values()].filter((each) => each.founding).map((each) => each.name);
    expect(founding).toEqual([
      'case.registered',
      'case.imported',
      'party.registered',
      'document.registered',
      'journal-note.recorded',
      'journal-note.corrected',
      'grant.granted',
      'payment.calculated',
      'service.started',
      'unit.registered',
      'source.registered',
    ]);
  });

  it('translates between short names and full types, and takes none of its own events from outside', () => {
    expect(fullTypeOf('case.registered')).toBe('dk.overblik.case.registered.v1');
    expect(nameOf('dk.overblik.case.registered.v1')).toBe('case.registered');
    for (const foreign of [
      'dk.overblik.mention.recorded.v1',
      'dk.overblik.case.registered.v2',
      'case.registered',
      '__proto__',
    ]) {
      expect(nameOf(foreign)).toBeUndefined();
    }
    expect(catalogue.internal.get('mention.recorded')?.family).toBe('mention');
  });

  it('describes every event and every field', () => {
    for (const { description } of catalogue.byName.values()) expect(description).toMatch(/^[A-Z].+\.$/);
  });

  it('gives static types that projections can rely on', () => {
    claim<Equal<FamilyOf<'case.registered'>, 'case'>>(true);
    claim<Equal<DataOf<'party.merged'>, { into: string }>>(true);
    claim<Equal<DataOf<'case.party-added'>['party'], PartyRef>>(true);
    claim<Equal<DataOf<'case.attributes-changed'>['description'], string | null | undefined>>(true);
    claim<Equal<ContractEvent<'party.died'>['data'], { on: string }>>(true);
    claim<Equal<Extract<EventName, InternalEventName>, never>>(true);
    const on = (event: AnyContractEvent) => (event.name === 'party.died' ? event.data.on : null);
    expect(on).toBeDefined();
    // A projection must say of each event of a family whether it hears it: a missing name is a compile error.
    const heard: Record<keyof typeof caseEvents.events, boolean> | undefined = undefined;
    // @ts-expect-error one name is not all names
    const incomplete: Record<keyof typeof caseEvents.events, boolean> = { 'case.registered': true };
    expect([heard, Object.keys(incomplete)]).toEqual([undefined, ['case.registered']]);
  });
});
