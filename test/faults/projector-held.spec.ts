import { setTimeout as sleep } from 'node:timers/promises';
import { exampleOf, catalogue } from '#contracts';
import { openHouse, type House } from '../support/house.js';

/** The founding example of a family as a whole event. */
const founding = (name: string): Record<string, unknown> => {
  const definition = catalogue.byName.get(name);
  if (definition === undefined) throw new Error(`no event ${name}`);
  return exampleOf(definition);
};

describe('a projector with nothing new to read', () => {
  let house: House;
  const registered = founding('case.registered');
  const authority = registered['authority'] as string;
  const caseId = (registered['subject'] as string).split('/')[1] ?? '';

  beforeAll(async () => {
    house = await openHouse();
    const [receipt] = await house.publish([registered]);
    expect(receipt?.status).toBe('accepted');
    await house.settle();
  });
  afterAll(() => house.close());

  const seenAgain = async (): Promise<boolean> => {
    for (let tries = 0; tries < 100; tries++) {
      if ((await house.case(caseId, { authority })) !== null) return true;
      await sleep(100);
    }
    return false;
  };

  it('projects a read model again that another process emptied, without waiting for an event', async () => {
    await house.database.pool.query('truncate overview_data.case_current_g1, overview_data.case_overview_state_g1');
    await house.database.pool.query(`update overview.checkpoint set position = 0 where read_model = 'case-overview'`);
    expect(await seenAgain()).toBe(true);
  });

  it('goes on after a page failed, without waiting for an event', async () => {
    // The page finds its checkpoint moved and is rolled back; what it should have written is still owed.
    await house.database.pool.query(
      `update overview.checkpoint set position = position + 1000 where read_model = 'source-status'`,
    );
    const [receipt] = await house.publish([
      {
        ...registered,
        id: 'again',
        time: '2026-06-01T10:00:00Z',
        data: { ...(registered['data'] as object), title: 'Igen' },
      },
    ]);
    expect(receipt?.status).toBe('accepted');
    await sleep(300);
    await house.database.pool.query(`update overview.checkpoint set position = 0 where read_model = 'source-status'`);
    for (let tries = 0; tries < 100 && (await house.case(caseId, { authority }))?.['title'] !== 'Igen'; tries++)
      await sleep(100);
    expect((await house.case(caseId, { authority }))?.['title']).toBe('Igen');
  });

  it('stops at once', async () => {
    const stopped = Promise.race([house.runner.stop().then(() => 'stopped'), sleep(5_000).then(() => 'held')]);
    expect(await stopped).toBe('stopped');
  });
});
