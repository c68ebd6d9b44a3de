import pg from 'pg';
import { authorities } from '../../properties/authorities.js';
import { openHouse, type House } from '../../support/house.js';

const ALFA = 'urn:overblik:source:alfa';
const authority = authorities(32_000_000)();
const RICH = '6101800001';
const POOR = '6202790002';
const uuid = (family: number, index: number): string =>
  `00000000-0000-4000-8000-0000000${family}${String(index).padStart(4, '0')}`;

let number = 0;
const event = (type: string, subject: string, data: object): object => ({
  specversion: '1.0',
  id: `e${number++}`,
  source: ALFA,
  type: `dk.overblik.${type}.v1`,
  subject: `${type.split('.')[0] ?? ''}/${subject}`,
  time: '2024-01-01T00:00:00Z',
  authority,
  data,
});
const ref = (value: string): object => ({ kind: 'person', identifier: { type: 'cpr', value } });

/** A person with so many cases, each with a document and a note, and a relative. */
const life = (start: number, cpr: string, cases: number): object[] => [
  event('party.registered', uuid(4, start), { kind: 'person', identifiers: [{ type: 'cpr', value: cpr }] }),
  event('party.relation-started', uuid(4, start), { kind: 'spouse', party: ref('6303780003') }),
  ...Array.from({ length: cases }, (_, index) => uuid(1, start + index)).flatMap((caseId, index) => [
    event('case.registered', caseId, {
      caseNumber: `S${index}`,
      title: 'Sag',
      kle: '32.18.04',
      sensitivity: 'confidential',
      openedOn: '2024-01-01',
      parties: [{ party: ref(cpr), role: 'primary' }],
    }),
    event('document.registered', uuid(2, start + index), {
      title: 'Brev',
      documentType: 'Brev',
      sensitivity: 'confidential',
      progress: 'final',
      cases: [{ caseId, link: 'filed' }],
    }),
    event('journal-note.recorded', uuid(3, start + index), {
      caseId,
      title: 'Notat',
      text: 'Tekst',
      format: 'text',
      author: { kind: 'user', id: 'u1' },
      notedOn: '2024-01-01',
    }),
  ]),
];

async function statementsOf(action: () => Promise<unknown>): Promise<number> {
  const { query } = pg.Client.prototype;
  let statements = 0;
  pg.Client.prototype.query = function counted(this: pg.Client, ...given: unknown[]): unknown {
    statements += 1;
    return (query as (...all: unknown[]) => unknown).apply(this, given);
  } as typeof query;
  try {
    await action();
    return statements;
  } finally {
    pg.Client.prototype.query = query;
  }
}

describe('an answer about the past', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
    const receipts = await house.publish([...life(0, RICH, 60), ...life(1_000, POOR, 1)]);
    expect(receipts.every(({ status }) => status === 'accepted')).toBe(true);
    await house.settle();
    // From here on, all statements are those of the answers.
    await house.runner.stop();
    await house.follower.stop();
  }, 120_000);
  afterAll(() => house.close());

  it.each([
    ['sixty cases', RICH, 60],
    ['one case', POOR, 1],
  ])(
    'costs one statement, beside the look-up of a number, for a party with %s and all its lists',
    async (_claim, cpr, cases) => {
      const moment = { asOf: '2025-01-01T00:00:00.000000Z', asKnownAt: '2999-01-01T00:00:00.000000Z' };
      const statements = await statementsOf(async () =>
        expect(await house.party({ cpr }, { authority }, moment)).toMatchObject({
          cases: { totalCount: cases },
          documents: { totalCount: cases },
          journalNotes: { totalCount: cases },
          relations: [{ kind: 'SPOUSE' }],
        }),
      );
      expect(statements).toBe(2);
    },
  );
});
