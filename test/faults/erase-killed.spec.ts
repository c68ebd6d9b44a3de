import { openDeletion } from '#deletion';
import { openHouse, type House } from '../support/house.js';
import { AUTHORITY, CASE, CPR, NAME, OTHER_CASE, TITLE, caseOf, story } from '../scenarios/deletion/told.js';
import { prepareChild, type Child } from './children.js';

const viewer = { authority: AUTHORITY };
/** Of a person: marked, told, access entries, the object's and others' quarantine, the number, the keys. */
const STEPS_OF_PARTY = 7;
/** Of an object: marked, told, access entries, quarantine, the number (none), the key. */
const STEPS_OF_CASE = 6;

describe('an erasure whose process is killed', () => {
  let house: House;
  let start: (task: object) => Child;
  let party: string;
  let quarantined: string;
  beforeAll(async () => {
    start = await prepareChild('erase-child');
  }, 90_000);
  beforeEach(async () => {
    house = await openHouse();
    await house.publish(story);
    const broken = caseOf(CASE, TITLE, { id: 'broken' });
    const [refused] = await house.publish([{ ...broken, data: { ...(broken['data'] as object), kle: 'ingen' } }]);
    quarantined = refused?.quarantineId ?? '';
    await house.settle();
    const { rows } = await house.stores.pool.query<{ id: string }>('select party_id as id from overview.party_current');
    party = rows[0]?.id ?? '';
  });
  afterEach(() => house.close());

  const eraseIn = async (family: string, objectId: string, steps: number): Promise<string> => {
    const child = start({
      databaseUrl: house.database.url,
      eventStoreUrl: house.eventStoreUrl,
      target: { authority: AUTHORITY, family, objectId },
      steps,
    });
    await child.ended;
    return child.output();
  };
  /** As the next start does: where the erasure stands in the log it is finished, else it never was. */
  const isFinished = async (): Promise<boolean> => {
    const wasTold = (await house.stores.eventStore.readAll(0, 100)).events.some(({ type }) =>
      type.startsWith('erasure.'),
    );
    await openDeletion(house.stores).recover();
    await house.intake.recover();
    expect(await house.stores.vault.unfinishedPurges()).toEqual([]);
    await house.settle();
    return wasTold;
  };

  it.each(Array.from({ length: STEPS_OF_PARTY }, (_, step) => step + 1))(
    'after step %i of erasing a person is finished by the next start, or has not begun',
    async (step) => {
      expect(await eraseIn('party', party, step)).toBe('');
      const isErased = await isFinished();
      expect(isErased).toBe(step > 1);
      const found = await house.party({ cpr: CPR }, viewer);
      expect(found?.['name'] ?? null).toBe(isErased ? null : NAME);
      const parties = isErased ? [] : [expect.anything()];
      expect(await house.case(OTHER_CASE, viewer)).toMatchObject({ title: 'Boligstøtte', parties });
      const shown = await house.intake.desk.show(quarantined);
      expect(shown?.event === undefined).toBe(isErased);
    },
  );

  it.each(Array.from({ length: STEPS_OF_CASE }, (_, step) => step + 1))(
    'after step %i of erasing a case is finished by the next start, or has not begun',
    async (step) => {
      expect(await eraseIn('case', CASE, step)).toBe('');
      const isErased = await isFinished();
      expect(isErased).toBe(step > 1);
      const found = await house.case(CASE, viewer);
      expect(found?.['title'] ?? null).toBe(isErased ? null : TITLE);
      expect((await house.intake.desk.show(quarantined))?.event === undefined).toBe(isErased);
    },
  );

  it('has no other steps than these', async () => {
    expect(await eraseIn('party', party, 0)).toBe(`erased in ${STEPS_OF_PARTY} steps\n`);
    expect(await eraseIn('case', CASE, 0)).toBe(`erased in ${STEPS_OF_CASE} steps\n`);
  });
});
