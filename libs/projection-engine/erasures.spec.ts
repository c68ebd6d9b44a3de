import type { RecordedEvent } from './recorded-event.js';
import { asPurges, isPurge } from './erasures.js';

const envelope = {
  erased: false,
  position: 7,
  recordedAt: '2026-03-01T10:00:00.000000Z',
  stream: 'case-29189846-f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11',
  eventId: 'e902893a-9d22-5c7e-a7b8-d6e313b71d9f',
  authority: '29189846',
  source: 'urn:overblik:source:overblik',
  id: 'e902893a-9d22-5c7e-a7b8-d6e313b71d9f',
  objectId: 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11',
  nodeId: null,
  time: '2026-03-01T10:00:00.000000Z',
  effectiveFrom: '2026-03-01T10:00:00.000000Z',
  effectiveTo: null,
  sequence: null,
  registeredBy: 'dpo-1',
  correlationId: null,
  causationId: null,
  snapshotId: null,
  silent: false,
  contentHash: null,
} as const;
const said = { basis: 'Sag 1', by: 'dpo-1' };
const ofCase: RecordedEvent<'erasure.object-erased'> = {
  ...envelope,
  name: 'erasure.object-erased',
  data: { family: 'case', objectId: envelope.objectId, ...said },
};
const ofParty: RecordedEvent<'erasure.party-erased'> = {
  ...envelope,
  name: 'erasure.party-erased',
  data: {
    partyId: 'n1',
    subjects: [
      { nodeId: 's1', source: 'urn:a', objectId: 'o1' },
      { nodeId: 's2', source: 'urn:b', objectId: 'o2' },
    ],
    numbers: [{ nodeId: 'n1', successor: 'n2' }],
    ...said,
  },
};

describe('an erasure', () => {
  it('is taken in as the purge of its object, by read models of its family alone', () => {
    expect(asPurges([ofCase], new Set(['case.purged']))).toMatchObject([
      { name: 'case.purged', objectId: envelope.objectId, position: 7, data: { basis: 'Sag 1' } },
    ]);
    expect(asPurges([ofCase], new Set(['document.purged']))).toEqual([]);
  });

  it('of a person is taken in as the purge of each of his subjects', () => {
    expect(asPurges([ofParty], new Set(['party.purged']))).toMatchObject([
      { name: 'party.purged', nodeId: 's1', source: 'urn:a', objectId: 'o1', stream: 'party-29189846-s1' },
      { name: 'party.purged', nodeId: 's2', source: 'urn:b', objectId: 'o2', stream: 'party-29189846-s2' },
    ]);
  });

  it('leaves a page without one as it is', () => {
    const page: readonly RecordedEvent[] = [];
    expect(asPurges(page, new Set(['party.purged']))).toBe(page);
  });

  it('is never held back, as a purge is not', () => {
    expect([ofCase, ofParty, { name: 'case.purged' }, { name: 'case.removed' }].map(isPurge)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
