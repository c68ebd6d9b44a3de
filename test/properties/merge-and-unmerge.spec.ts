import fc from 'fast-check';
import type { Moment, View } from '../support/asking.js';
import { drawn } from '../support/chance.js';
import { MEMORY_NOW, publishInMemory } from './publishing.js';
import { aThird, lookAt, type Seen } from './looking.js';
import { momentsOf } from './moments.js';
import { shifted } from './twin/calendar.js';
import { PERSON_NAMES, source } from './vocabulary.js';
import type { Asked } from './views.js';
import { worldsOf } from './worlds.js';

const ALFA = source(1);
/** Two persons of alfa, each with a number of its own, and one that others have too. */
const OWN = [
  { id: '00000000-0000-4000-8000-000000049901', value: '6404810004', shared: PERSON_NAMES[0], name: 'Ene' },
  { id: '00000000-0000-4000-8000-000000049902', value: '6505820005', shared: PERSON_NAMES[2], name: 'Ane' },
];

const told = (type: string, id: string, day: string, subject: string, data: object) => ({
  id,
  source: ALFA,
  type: `dk.overblik.party.${type}.v1`,
  subject: `party/${subject}`,
  // Later than whatever else is told.
  time: `2025-${day}T00:00:00Z`,
  data,
});
const founding = OWN.map(({ id, value, shared, name }, index) =>
  told('registered', `own${index}`, '01-01', id, {
    kind: 'person',
    identifiers: [{ type: 'cpr', value }, shared],
    name,
  }),
);

const partyOf = (asked: Asked, authority: string, value: string, moment: Moment = {}): Promise<View | null> =>
  asked.party({ cpr: value }, { authority }, moment);

describe('a merge and its undoing', () => {
  it('leave every view as it was, show one party meanwhile, and are on the recorded axis alone', async () => {
    let merged = 0;
    const world = worldsOf({ isUnmerging: true });
    const holds = fc.asyncProperty(world, async (drawn) => {
      // Whoever is merged with a protected person is protected in the past too, so there is more to restore than to show.
      const open = drawn.events.filter(({ type }) => !type.includes('party.protection-set'));
      const events = [...open.slice(0, 30), ...founding];
      const { house, authority, asked: before, facts } = await publishInMemory({ ...drawn, events }, drawn.arrivals[0]);
      const moments = momentsOf(drawn, facts).slice(0, 2);
      const seen = (asked: Asked, at: readonly Moment[] = moments): Promise<Seen[]> =>
        lookAt(asked, authority, at, aThird(drawn.asOf));
      const ids = async (asked: Asked, moment: Moment = {}): Promise<unknown[]> =>
        Promise.all(OWN.map(async ({ value }) => (await partyOf(asked, authority, value, moment))?.['id']));
      const [first, second] = await ids(before);
      // What shares a number is one already, and then "unmerged" is no way back.
      if (first === second) return;
      merged++;
      const asItWas = await seen(before);
      const into = { into: OWN[1]?.id };
      const tell = async (type: string, day: string): Promise<void> => {
        const event = { specversion: '1.0', ...told(type, type, day, OWN[0]?.id ?? '', into), authority };
        expect(await house.take([event])).toMatchObject([{ status: 'accepted' }]);
      };

      await tell('merged', '02-01');
      const during = await house.asked();
      const [mergedId, sameId] = await ids(during);
      expect(mergedId).toBe(sameId);
      // "`asOf` before a merge shows one party, `asKnownAt` before it two."
      const dayBefore = await ids(during, { asOf: '2025-01-31T00:00:00.000000Z' });
      expect(dayBefore).toEqual([mergedId, mergedId]);
      const recorded = [...(await house.recordedTimes()).values()].sort().at(-1) ?? MEMORY_NOW;
      const knownBefore = moments.map((moment) => ({ ...moment, asKnownAt: shifted(recorded, -1) }));
      expect((await seen(during, knownBefore)).map(({ view }) => view)).toEqual(asItWas.map(({ view }) => view));
      expect(await ids(during, { asKnownAt: shifted(recorded, -1) })).toEqual([first, second]);

      await tell('unmerged', '03-01');
      const after = await house.asked();
      expect(await seen(after)).toEqual(asItWas);
      expect(await ids(after)).toEqual([first, second]);
      // Both ids answered for the party while it was one, and each for its own again.
      expect((await after.party({ id: String(first) }, { authority }))?.['id']).toBe(first);
    });
    await fc.assert(holds, drawn(40));
    expect(merged).toBeGreaterThan(20);
  }, 600_000);
});
