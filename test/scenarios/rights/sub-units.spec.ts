import type { PrivilegeGroup } from '#access';
import { authorities } from '../../properties/authorities.js';
import { auditorOf, openHouse, type House, type Moment } from '../../support/house.js';

/* A right to a unit covers its sub-units. Every test is an authority of its own; events are registered a day apart. */

const SOURCE = 'urn:overblik:source:alfa';
const uuid = (n: number): string => `00000000-0000-4000-8000-00000000900${n}`;
const [top, middle, low, caseId] = [uuid(1), uuid(2), uuid(3), uuid(4)];
const nextAuthority = authorities(50_000_000);
let house: House;
let authority: string;
let told: number;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(() => {
  authority = nextAuthority();
  told = 0;
});
afterAll(() => house.close());

async function tell(type: string, subject: string, data: object, more: object = {}): Promise<number> {
  const day = String(++told).padStart(2, '0');
  const event = {
    specversion: '1.0',
    id: `e${day}`,
    source: SOURCE,
    type: `dk.overblik.${type}.v1`,
    subject: `${type.slice(0, type.indexOf('.'))}/${subject}`,
    time: `2024-01-${day}T00:00:00Z`,
    authority,
    data,
  };
  const [receipt] = await house.publish([{ ...event, ...more }]);
  expect(receipt).toMatchObject({ status: 'accepted' });
  return Number(receipt?.position);
}

/** Top, middle and low, each below the one before, and a case that low is responsible for. */
async function tellTree(): Promise<void> {
  await tell('unit.registered', top, { name: 'Forvaltning' });
  await tell('unit.registered', middle, { name: 'Center', parentUnitId: top });
  await tell('unit.registered', low, { name: 'Team', parentUnitId: middle });
  await tell('case.registered', caseId, {
    caseNumber: 'S1',
    title: 'Sag',
    kle: '32.18.04',
    sensitivity: 'confidential',
    openedOn: '2024-01-01',
    responsibleUnit: { kind: 'unit', id: low },
    parties: [],
  });
}

/** Whether who is bound to the unit sees the case: by its id, by a search, and as of now by the way of the past. */
async function sees(unit: string, moment: Moment = {}): Promise<boolean> {
  await house.settle();
  const groups: PrivilegeGroup[] = [
    { ...auditorOf(authority), role: 'caseworker', kle: ['*'], sensitivity: 3, units: [unit] },
  ];
  const seen = (await house.case(caseId, { authority, groups }, moment)) !== null;
  if (moment.asOf === undefined && moment.asKnownAt === undefined)
    expect((await house.case(caseId, { authority, groups }, { asOf: '2080-01-01T00:00:00.000000Z' })) !== null).toBe(
      seen,
    );
  return seen;
}

describe('a right to a unit', () => {
  it('covers its sub-units, however deep, and not what lies above or beside', async () => {
    await tellTree();
    await tell('unit.registered', uuid(5), { name: 'Andet team', parentUnitId: middle });
    expect(await Promise.all([top, middle, low].map((unit) => sees(unit)))).toEqual([true, true, true]);
    expect(await sees(uuid(5))).toBe(false);
    expect(await sees(uuid(6))).toBe(false);
  });

  it('covers a unit whose parent it named in capitals', async () => {
    await tellTree();
    await tell('unit.changed', low, { parentUnitId: top.toUpperCase() });
    expect([await sees(top), await sees(middle)]).toEqual([true, false]);
  });

  it('covers what lies below a closed unit, and a closed unit itself', async () => {
    await tellTree();
    await tell('unit.closed', middle, {});
    await tell('unit.closed', low, {});
    expect([await sees(top), await sees(middle), await sees(low)]).toEqual([true, true, true]);
  });

  it.each(['unit.removed', 'unit.purged'])(
    'covers nothing below a unit once %s has come, but still the unit it names',
    async (type) => {
      await tellTree();
      await tell(type, middle, type === 'unit.removed' ? { reason: 'Fejl' } : { basis: 'Frist' });
      expect([await sees(top), await sees(middle), await sees(low)]).toEqual([false, false, true]);
    },
  );

  it('covers no sub-unit of a unit that nobody has told of', async () => {
    await tellTree();
    await tell('unit.changed', low, { parentUnitId: uuid(7) });
    expect(await sees(uuid(7))).toBe(false);
    await tell('unit.registered', uuid(7), { name: 'Ny' });
    expect(await sees(uuid(7))).toBe(true);
  });

  it('covers all units of a circle, and ends', async () => {
    await tellTree();
    await tell('unit.changed', top, { parentUnitId: low });
    expect([await sees(top), await sees(middle), await sees(low)]).toEqual([true, true, true]);
  });

  it('stands at the top again where its parent is cleared', async () => {
    await tellTree();
    await tell('unit.changed', middle, { parentUnitId: null });
    expect([await sees(top), await sees(middle)]).toEqual([false, true]);
  });
});

describe('the past', () => {
  const before = { asOf: '2024-01-04T12:00:00.000000Z' };

  it('is judged by the tree of then and by the tree of today: a unit that has moved shows it to neither', async () => {
    await tellTree();
    await tell('unit.registered', uuid(5), { name: 'Anden forvaltning' });
    await tell('unit.changed', middle, { parentUnitId: uuid(5) });
    expect([await sees(top), await sees(uuid(5))]).toEqual([false, true]);
    expect([await sees(top, before), await sees(uuid(5), before)]).toEqual([false, false]);
    expect([await sees(middle, before), await sees(low, before)]).toEqual([true, true]);
  });

  it('is judged by the tree as it was known', async () => {
    await tellTree();
    const position = await tell('unit.changed', low, { name: 'Team 1' });
    const known = (await house.recordedTimes()).get(position);
    await tell('unit.changed', low, { parentUnitId: top });
    await house.settle();
    expect([await sees(top, { asKnownAt: known }), await sees(middle, { asKnownAt: known })]).toEqual([true, false]);
    expect([await sees(top), await sees(middle)]).toEqual([true, false]);
  });

  it('shows nothing through a unit that begins tomorrow', async () => {
    await tell('unit.registered', top, { name: 'Forvaltning' }, { effectivefrom: '2090-01-01T00:00:00Z' });
    await tell('unit.registered', low, { name: 'Team', parentUnitId: top });
    await tell('case.registered', caseId, {
      caseNumber: 'S1',
      title: 'Sag',
      kle: '32.18.04',
      sensitivity: 'confidential',
      openedOn: '2024-01-01',
      responsibleUnit: { kind: 'unit', id: low },
      parties: [],
    });
    await house.settle();
    const groups: PrivilegeGroup[] = [
      { ...auditorOf(authority), role: 'caseworker', kle: ['*'], sensitivity: 3, units: [top] },
    ];
    expect(await house.case(caseId, { authority, groups })).toBeNull();
    expect(await house.case(caseId, { authority, groups }, { asOf: '2091-01-01T00:00:00.000000Z' })).toBeNull();
  });
});
