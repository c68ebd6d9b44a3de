import fc from 'fast-check';
import { paint, stretchAt, type Claim } from './stretches.js';
import { compareStatements, covers } from './statement.js';

const instant = (minute: number): string => `2026-03-01T00:${String(minute).padStart(2, '0')}:00.000000Z`;

const claims = fc.array(
  fc
    .record({
      time: fc.integer({ min: 0, max: 4 }),
      sequence: fc.option(fc.integer({ min: 0, max: 12 }).map(String), { nil: null }),
      source: fc.constantFrom('a', 'b'),
      from: fc.integer({ min: 0, max: 8 }),
      length: fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }),
      value: fc.option(fc.constantFrom('x', 'y', 'z'), { nil: null }),
    })
    .map(
      ({
        time,
        sequence,
        source,
        from,
        length,
        value,
      }): Omit<Claim, 'statement'> & { statement: Omit<Claim['statement'], 'id'> } => ({
        statement: {
          time: instant(time),
          sequence,
          source,
          from: instant(from),
          to: length === null ? null : instant(from + length),
          recordedAt: instant(0),
        },
        value,
      }),
    ),
  { maxLength: 12 },
);

/** As many events say no end, all claims of an attribute do: painted by a shorter way. */
const openClaims = claims.map((drafts) =>
  drafts.map((draft) => ({ ...draft, statement: { ...draft.statement, to: null } })),
);

/** The rule as it is written, one moment at a time. */
function strongest(all: readonly Claim[], at: string): unknown {
  const covering = all
    .filter(({ statement }) => covers(statement, at))
    .sort((a, b) => compareStatements(b.statement, a.statement));
  return covering[0]?.value;
}

describe('painting claims', () => {
  it('says at every moment what the strongest claim covering it says', () => {
    fc.assert(
      fc.property(fc.oneof(claims, openClaims), (drafts) => {
        const all = drafts.map((draft, index): Claim => ({
          ...draft,
          // A few events that say more than one thing.
          statement: { ...draft.statement, id: String(index % 5) },
        }));
        const painted = paint(all);
        for (let minute = 0; minute < 16; minute++) {
          expect(stretchAt(painted, instant(minute))?.value).toEqual(strongest(all, instant(minute)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same for every order of the claims', () => {
    fc.assert(
      fc.property(claims, fc.infiniteStream(fc.nat()), (drafts, random) => {
        const all = drafts.map((draft, index): Claim => ({
          ...draft,
          statement: { ...draft.statement, id: String(index) },
        }));
        const shuffled = [...all]
          .map((claim) => ({ claim, at: random.next().value as number }))
          .sort((a, b) => a.at - b.at);
        expect(paint(shuffled.map(({ claim }) => claim))).toEqual(paint(all));
      }),
      { numRuns: 200 },
    );
  });

  it('joins neighbours that say the same', () => {
    const claim = (from: number, to: number | null, value: string, time: number): Claim => ({
      statement: {
        time: instant(time),
        sequence: null,
        source: 's',
        id: String(time),
        from: instant(from),
        to: to === null ? null : instant(to),
        recordedAt: instant(0),
      },
      value,
    });
    expect(paint([claim(1, 3, 'x', 1), claim(3, null, 'x', 2)]).map(({ from, to }) => [from, to])).toEqual([
      [instant(1), null],
    ]);
  });
});
