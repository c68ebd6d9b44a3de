import { claim, emptyRow, remember, type AssertionRow } from './assertions.js';
import { claimAllMembers, claimMember, membersAt } from './members.js';

const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}T00:00:00.000000Z`;

function rowOf(...claims: ((row: AssertionRow, statement: number) => void)[]): AssertionRow {
  const row = emptyRow();
  claims.forEach((make, index) => {
    make(
      row,
      remember(row, {
        time: day(index + 1),
        sequence: null,
        source: 's',
        id: String(index),
        from: day(index + 1),
        to: null,
        recordedAt: day(index + 1),
      }),
    );
  });
  return row;
}
const at = (number: number, knownAt: number | null = null) => ({
  asOf: day(number),
  knownAt: knownAt === null ? null : day(knownAt),
});
const keys = (row: AssertionRow, moment: ReturnType<typeof at>): string[] =>
  membersAt(row, 'party', moment).map(({ key }) => key);

describe('members of a group', () => {
  it('are present from when they were added until they were ended', () => {
    const row = rowOf(
      (r, s) => claimMember(r, s, 'party', 'anna', true),
      (r, s) => claimMember(r, s, 'party', 'anna', null),
    );
    expect(keys(row, at(1))).toEqual(['anna']);
    expect(keys(row, at(2))).toEqual([]);
    expect(membersAt(row, 'party', at(1))[0]).toMatchObject({ from: day(1), to: day(2) });
  });

  it('are replaced by a founding event that names others', () => {
    const row = rowOf(
      (r, s) => claimAllMembers(r, s, 'party', { anna: true }),
      (r, s) => claimMember(r, s, 'party', 'bo', true),
      (r, s) => claimAllMembers(r, s, 'party', { carl: true }),
    );
    expect(keys(row, at(2))).toEqual(['anna', 'bo']);
    expect(keys(row, at(3))).toEqual(['carl']);
    expect(keys(row, at(3, 2))).toEqual(['anna', 'bo']);
  });

  it('tell the longest unbroken presence around the moment, also where what they are changes', () => {
    const row = rowOf(
      (r, s) => claimMember(r, s, 'party', 'anna', { link: 'filed' }),
      (r, s) => claimMember(r, s, 'party', 'anna', { link: 'attached' }),
      (r, s) => claimMember(r, s, 'party', 'anna', null),
    );
    expect(membersAt(row, 'party', at(2))).toEqual([
      { key: 'anna', value: { link: 'attached' }, from: day(1), to: day(3) },
    ]);
  });

  it('do not mix with an attribute whose name begins alike', () => {
    const row = rowOf((r, s) => claim(r, s, 'partyline', 'x'));
    expect(keys(row, at(1))).toEqual([]);
  });
});
