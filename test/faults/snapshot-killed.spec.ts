import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReconciliation } from '#reconciliation';
import { openHouse } from '../support/house.js';
import { scopeOf } from '../support/asking.js';
import { wholeReport } from '../support/whole-report.js';
import { prepareChild, type Child } from './children.js';

const AUTHORITY = '29189846';
const SOURCE = 'urn:overblik:source:ky';
const system = `source/${randomUUID()}`;
const CASES = Array.from({ length: 24 }, (_, index) => ({ id: randomUUID(), index }));

const event = (type: string, subject: string, data: object, over: object = {}): object => ({
  ...{ specversion: '1.0', id: randomUUID(), source: SOURCE, authority: AUTHORITY, subject, data },
  ...{ type: `dk.overblik.${type}.v1`, time: '2026-02-01T08:00:00Z', ...over },
});
const registered = ({ id, index }: (typeof CASES)[number], title: string, over: object = {}): object =>
  event(
    'case.registered',
    `case/${id}`,
    {
      caseNumber: String(index),
      title,
      kle: '32.18.04',
      sensitivity: 'confidential',
      openedOn: '2026-01-01',
      parties: [],
    },
    over,
  );
const mark = (what: string): object =>
  event(`source.snapshot-${what}`, system, { snapshotId: 's', counts: { case: CASES.length } });

/** A third is the same, a third differs, a third is missing here. */
const before = CASES.filter(({ index }) => index % 3 !== 2).map((each) => registered(each, 'Før'));
const snapshot = [
  mark('started'),
  ...CASES.map((each) => registered(each, each.index % 3 === 1 ? 'Efter' : 'Før', { snapshotid: 's' })),
  mark('completed'),
];

describe('a snapshot whose sender is cut off again and again', () => {
  const children: Child[] = [];
  afterAll(() => Promise.all(children.map((child) => child.kill())));

  it('is reconciled as one that came undisturbed, when it is sent again to its end', async () => {
    const start = await prepareChild('snapshot-child');
    const file = join(mkdtempSync(join(tmpdir(), 'overblik-snapshot-')), 'events.json');
    writeFileSync(file, JSON.stringify(snapshot));
    const house = await openHouse();
    try {
      await house.publish(before);
      for (const appends of [1, 2, 3, 4, 2, 3, null]) {
        const child = start({ databaseUrl: house.database.url, file, appends });
        children.push(child);
        await child.ended;
        expect([child.process.signalCode, child.output()]).toEqual(
          appends === null ? [null, expect.stringContaining('all sent')] : ['SIGKILL', ''],
        );
      }
      await house.settle();
      const { pool, vault, eventStore: store } = house.stores;
      const reconciling = createReconciliation({ pool, store, vault, queries: house.queries });
      const found = await wholeReport(await reconciling.reconciliation(SOURCE, 's', scopeOf({ authority: AUTHORITY })));
      const idsOf = (rest: number) =>
        CASES.filter(({ index }) => index % 3 === rest)
          .map(({ id }) => id)
          .sort();
      expect(found?.missingHere).toEqual(idsOf(2));
      expect(found?.missingThere).toEqual([]);
      expect(
        found?.different.map(({ objectId, path, legacy, successor }) => [objectId, path, legacy, successor]),
      ).toEqual(idsOf(1).map((id) => [id, '/title', 'Før', 'Efter']));
      const { rows } = await pool.query<{ stored: string }>(
        `select count(*) as stored from overblik.events where type = 'case.registered'`,
      );
      // Those before, and of the snapshot what differed or was missing: each once.
      if (house.eventStoreUrl === undefined) expect(Number(rows[0]?.stored)).toBe(16 + 16);
    } finally {
      await house.close();
    }
  }, 180_000);
});
