import { randomUUID } from 'node:crypto';
import type { Quarantine, RefusedEvent } from '../quarantine/quarantine.js';

const AUTHORITY = '29189846';
const SOURCE = 'urn:overblik:source:ky';

/** A quarantine of the test's own. */
export interface QuarantineSubject {
  readonly quarantine: Quarantine;
  close(): Promise<void>;
}

/** Registers the contract of a quarantine as tests of one adapter. */
export function quarantineContract(name: string, open: () => Promise<QuarantineSubject>): void {
  describe(name, () => {
    let subject: QuarantineSubject;
    let quarantine: Quarantine;
    beforeEach(async () => {
      subject = await open();
      quarantine = subject.quarantine;
    });
    afterEach(() => subject.close());

    it('keeps what was refused, whole, the nameless too', async () => {
      const nothing = {
        authority: null,
        source: null,
        id: null,
        type: null,
        subject: null,
        sequence: null,
        body: null,
      };
      const events = [refused({ body: Buffer.from([0, 1, 254, 255]), sequence: '7' }), refused(nothing)];
      const kept = await quarantine.keep(events);
      expect(kept).toEqual(events.map((event) => ({ ...event, status: 'open' })));
      for (const entry of kept) expect(await quarantine.find(entry.quarantineId)).toEqual(entry);
      expect(await quarantine.find(randomUUID())).toBeNull();
      expect(await quarantine.keep([])).toEqual([]);
      expect(await quarantine.countOpen()).toBe(2);
    });

    it('names the same entry for the same content, within a batch and later, with the newest problem', async () => {
      const event = refused();
      const again = { ...event, quarantineId: randomUUID(), problem: problem('not-master') };
      const other = { ...event, quarantineId: randomUUID(), contentHash: 'other content' };
      const ids = (await quarantine.keep([event, again, other])).map(({ quarantineId }) => quarantineId);
      expect(ids).toEqual([event.quarantineId, event.quarantineId, other.quarantineId]);
      expect(await quarantine.keep([again])).toEqual([{ ...event, problem: again.problem, status: 'open' }]);
      expect(await quarantine.countOpen()).toBe(2);
    });

    it('names a discarded entry again, and an accepted one not', async () => {
      const [discarded, accepted] = [refused(), refused()];
      await quarantine.keep([discarded, accepted]);
      await quarantine.settle(discarded.quarantineId, 'discarded');
      await quarantine.settle(accepted.quarantineId, 'accepted');
      const anew = [discarded, accepted].map((event) => ({ ...event, quarantineId: randomUUID() }));
      const kept = await quarantine.keep(anew);
      expect(kept[0]).toMatchObject({ quarantineId: discarded.quarantineId, status: 'discarded' });
      expect(kept[1]).toMatchObject({ quarantineId: anew[1]?.quarantineId, status: 'open' });
    });

    it('settles an open entry once', async () => {
      const event = refused();
      await quarantine.keep([event, refused()]);
      expect(await quarantine.settle(event.quarantineId, 'discarded')).toBe(true);
      expect(await quarantine.settle(event.quarantineId, 'accepted')).toBe(false);
      expect(await quarantine.settle(randomUUID(), 'accepted')).toBe(false);
      expect(await quarantine.find(event.quarantineId)).toMatchObject({ status: 'discarded' });
      expect(await quarantine.countOpen()).toBe(1);
    });

    it('closes the open entries of an event that was accepted with other content', async () => {
      const one = refused();
      const two = { ...one, quarantineId: randomUUID(), contentHash: 'other content' };
      const stranger = refused();
      await quarantine.keep([one, two, stranger]);
      const open = await quarantine.openOf([one.eventKeyHash, 'unknown']);
      expect([...open.keys()]).toEqual([one.eventKeyHash]);
      expect(open.get(one.eventKeyHash)).toHaveLength(2);
      expect(await quarantine.settleAccepted([one.eventKeyHash, 'unknown'])).toBe(2);
      expect(await quarantine.settleAccepted([one.eventKeyHash])).toBe(0);
      expect(await quarantine.find(two.quarantineId)).toMatchObject({ status: 'accepted' });
      expect(await quarantine.find(stranger.quarantineId)).toMatchObject({ status: 'open' });
    });

    it('lists what is asked for in the order it came, page by page', async () => {
      const mine = Array.from({ length: 5 }, (_, n) => refused({ id: `mine-${n}` }));
      const others = [refused({ authority: '11111111' }), refused({ source: 'urn:x' }), refused({ authority: null })];
      const masterless = refused({ id: 'masterless', subject: 'case/1', problem: problem('not-master') });
      await quarantine.keep([...mine.slice(0, 3), ...others, ...mine.slice(3), masterless]);
      await quarantine.settle(mine[1]?.quarantineId ?? '', 'discarded');
      const asked = { status: 'open', authorities: [AUTHORITY], sources: [SOURCE], limit: 2 } as const;
      const ids: (string | null)[] = [];
      for (let after: string | null | undefined; after !== null;) {
        const page = await quarantine.list({ ...asked, ...(after === undefined ? {} : { after }) });
        ids.push(...page.entries.map(({ id }) => id));
        after = page.next;
      }
      expect(ids).toEqual(['mine-0', 'mine-2', 'mine-3', 'mine-4', 'masterless']);
      const byRule = await quarantine.list({ rule: 'not-master', subject: 'case/1', limit: 10 });
      expect(byRule.entries.map(({ id }) => id)).toEqual(['masterless']);
      expect((await quarantine.list({ limit: 100 })).entries).toHaveLength(9);
      expect(await quarantine.list({ authorities: [], limit: 100 })).toEqual({ entries: [], next: null });
    });

    it('forgets what was sent of a purged object, closed entries too', async () => {
      const purged = [refused({ subject: 'case/1' }), refused({ subject: 'case/1' })];
      const kept = [refused({ subject: 'case/2' }), refused({ subject: 'case/1', authority: '11111111' })];
      await quarantine.keep([...purged, ...kept]);
      await quarantine.settle(purged[0]?.quarantineId ?? '', 'discarded');
      expect(await quarantine.forgetBodies({ authority: AUTHORITY, subject: 'case/1' })).toBe(2);
      for (const { quarantineId } of purged) expect((await quarantine.find(quarantineId))?.body).toBeNull();
      for (const { quarantineId } of kept) expect((await quarantine.find(quarantineId))?.body).not.toBeNull();
      expect(await quarantine.forgetBodies({ authority: AUTHORITY, subject: 'case/1' })).toBe(0);
    });

    it("forgets of a source's own object nothing that others sent under the same subject", async () => {
      const purged = refused({ subject: 'party/1' });
      const kept = refused({ subject: 'party/1', source: 'urn:x' });
      const sourceless = refused({ subject: 'party/1', source: null });
      await quarantine.keep([purged, kept, sourceless]);
      expect(await quarantine.forgetBodies({ authority: AUTHORITY, subject: 'party/1', source: SOURCE })).toBe(1);
      expect((await quarantine.find(purged.quarantineId))?.body).toBeNull();
      for (const { quarantineId } of [kept, sourceless])
        expect((await quarantine.find(quarantineId))?.body).not.toBeNull();
    });

    it('forgets what was sent of single entries', async () => {
      const [forgotten, kept] = [refused({ subject: 'case/1' }), refused({ subject: 'case/2' })];
      await quarantine.keep([forgotten, kept]);
      expect(await quarantine.forgetBodiesOf([forgotten.quarantineId])).toBe(1);
      expect(await quarantine.forgetBodiesOf([forgotten.quarantineId])).toBe(0);
      expect(await quarantine.forgetBodiesOf([])).toBe(0);
      expect((await quarantine.find(forgotten.quarantineId))?.body).toBeNull();
      expect((await quarantine.find(kept.quarantineId))?.body).not.toBeNull();
    });

    it('takes a batch as large as intake does', async () => {
      const events = Array.from({ length: 10_000 }, () => refused());
      expect(await quarantine.keep(events)).toHaveLength(10_000);
      expect(await quarantine.countOpen()).toBe(10_000);
    });
  });
}

function problem(rule: RefusedEvent['problem']['rule']): RefusedEvent['problem'] {
  return { rule, path: '/data/kle', message: 'is no KLE number', fix: 'Send dd.dd.dd' };
}

function refused(event: Partial<RefusedEvent> = {}): RefusedEvent {
  return {
    quarantineId: randomUUID(),
    authority: AUTHORITY,
    source: SOURCE,
    id: 'event-1',
    type: 'dk.overblik.case.registered.v1',
    subject: `case/${randomUUID()}`,
    sequence: null,
    eventKeyHash: randomUUID(),
    contentHash: 'content',
    receivedAt: '2026-05-01T10:00:00.000001Z',
    problem: problem('schema'),
    body: Buffer.from('encrypted'),
    ...event,
  };
}
