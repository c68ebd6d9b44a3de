import { recorded, given } from '#projection-engine/testing';
import type { RecordedEvent } from '#projection-engine';
import { components, type Subject } from './identity.js';
import { partyStatements } from './party-statements.projection.js';
import { composeParty } from './party.view.js';

const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}T00:00:00.000000Z`;
const number = (value: string) => ({ type: 'cpr' as const, value, nodeId: `n${value}`, otherKindNodeId: `c${value}` });
const registered = (numbers: string[], at = 1, name?: string) =>
  recorded(
    'party.registered',
    { kind: 'person', identifiers: numbers.map(number), ...(name === undefined ? {} : { name }) },
    { at: day(at) },
  );

const subject = (nodeId: string, ...events: RecordedEvent[]): Subject => ({
  nodeId,
  row: given(partyStatements, ...events).row,
});

function partiesOf(subjects: Subject[], knownAt: string | null = null): string[][] {
  const nodes = new Map<string, number>();
  for (const { nodeId, row } of subjects) {
    nodes.set(nodeId, row.firstPosition);
    for (const [name] of Object.entries(row.attributes)) {
      const value = /^named\/cpr\|(.+)$/.exec(name)?.[1];
      if (value !== undefined && !nodes.has(`n${value}`)) nodes.set(`n${value}`, row.lastPosition + row.firstPosition);
    }
  }
  return components(nodes, subjects, knownAt)
    .map(({ nodes: members }) => [...members].sort())
    .sort();
}

describe('who is who', () => {
  it('is one party where sources share a number', () => {
    expect(partiesOf([subject('a', registered(['1'])), subject('b', registered(['1']))])).toEqual([['a', 'b', 'n1']]);
  });
  it('joins two parties by one registration that names numbers of both', () => {
    const both = subject('c', registered(['1', '2'], 3));
    const parties = [subject('a', registered(['1'])), subject('b', registered(['2'])), both];
    expect(partiesOf(parties)).toEqual([['a', 'b', 'c', 'n1', 'n2']]);
    expect(partiesOf(parties, day(2))).toEqual([['a', 'n1'], ['b', 'n2'], ['c']]);
  });
  it('counts a source only once its founding event has come', () => {
    const unfounded = recorded(
      'party.identifier-changed',
      { old: number('1'), new: number('2'), reason: 'numberChange' },
      { at: day(1) },
    );
    expect(partiesOf([subject('a', unfounded)])).toEqual([['a'], ['n1']]);
  });
  it('keeps two unmerged subjects apart though they share a number; the one recorded first keeps it', () => {
    const a = subject('a', registered(['1']));
    const b = subject(
      'b',
      registered(['1']),
      recorded('party.unmerged', { into: 'x', intoNodeId: 'a' }, { at: day(2) }),
    );
    expect(partiesOf([a, b])).toEqual([['a', 'n1'], ['b']]);
    const merged = subject(
      'b',
      registered(['1']),
      recorded('party.unmerged', { into: 'x', intoNodeId: 'a' }, { at: day(2) }),
      recorded('party.merged', { into: 'x', intoNodeId: 'a' }, { at: day(3) }),
    );
    expect(partiesOf([a, merged])).toEqual([['a', 'b', 'n1']]);
  });
});

describe('a party', () => {
  const show = (subjects: Subject[], asOf: string) => composeParty('id', subjects, [], { asOf, knownAt: null })?.view;

  it('shows the word of CPR for name before any other source, whoever spoke last', () => {
    const cpr = subject(
      'a',
      recorded(
        'party.registered',
        { kind: 'person', identifiers: [number('1')], name: 'Anna' },
        { at: day(1), source: 'urn:overblik:source:cpr' },
      ),
    );
    const other = subject('b', registered(['1'], 5, 'A. Nielsen'));
    expect(show([cpr, other], day(6))?.name).toBe('Anna');
    expect(show([other], day(6))?.name).toBe('A. Nielsen');
  });
  it('hides name, address and their histories while any source protects, the last day included', () => {
    const protectedOne = subject(
      'a',
      registered(['1'], 1, 'Anna'),
      recorded('party.address-changed', { lines: ['Vej 1'] }, { at: day(1) }),
      recorded('party.protection-set', { kind: 'special', until: '2026-01-05' }, { at: day(2) }),
    );
    expect(show([protectedOne], day(3))).toMatchObject({
      name: null,
      nameProtected: true,
      address: null,
      addressProtected: true,
      nameHistory: [],
      addressHistory: [],
    });
    expect(show([protectedOne], '2026-01-05T22:59:59.999999Z')?.nameProtected).toBe(true);
    expect(show([protectedOne], '2026-01-05T23:00:00.000000Z')).toMatchObject({
      name: 'Anna',
      address: { lines: ['Vej 1'] },
    });
  });
  it('ends the old number where the new one begins, and masks CPR', () => {
    const changed = subject(
      'a',
      registered(['0101801111']),
      recorded(
        'party.identifier-changed',
        { old: number('0101801111'), new: number('0201801111'), reason: 'numberChange' },
        { at: day(3) },
      ),
    );
    expect(show([changed], day(4))?.identifiers).toEqual([
      { type: 'CPR', value: '020180-****', from: day(3), to: null },
      { type: 'CPR', value: '010180-****', from: day(1), to: day(3) },
    ]);
  });
  it('has a change of number once, from the earliest that it was told of, and another change beside it', () => {
    const changed = (old: string, fresh: string, at: number) =>
      recorded(
        'party.identifier-changed',
        { old: number(old), new: number(fresh), reason: 'numberChange' },
        { at: day(9), from: day(at) },
      );
    const one = subject('a', registered(['1']), changed('1', '2', 4), changed('1', '2', 3), changed('2', '3', 6));
    const other = subject('b', registered(['1']), changed('1', '2', 5));
    const momentsAt = (asOf: string) => composeParty('id', [one, other], [], { asOf, knownAt: null })?.moments;
    expect(momentsAt(day(8))?.map(({ at }) => at)).toEqual([day(3), day(6)]);
    expect(momentsAt(day(5))?.map(({ at }) => at)).toEqual([day(3)]);
  });
  it('loses what a source said that removed it, and keeps what others say', () => {
    const gone = subject('a', registered(['1'], 1, 'Anna'), recorded('party.removed', { reason: 'x' }, { at: day(3) }));
    expect(show([gone], day(2))?.name).toBe('Anna');
    expect(show([gone, subject('b', registered(['1'], 1, 'A. Nielsen'))], day(4))?.name).toBe('A. Nielsen');
  });
});
