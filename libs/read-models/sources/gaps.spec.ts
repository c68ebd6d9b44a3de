import { noteGap, noteTold, type Gap } from './gaps.js';

const seen = (position: number) => ({
  authority: '29189846',
  source: 'urn:overblik:source:ky',
  at: `2026-01-01T00:00:${String(position).padStart(2, '0')}.000000Z`,
  position,
});
const row = (gaps: readonly Gap[] = []) => ({ gaps });

describe('a gap of a source', () => {
  it('opens when something is missing and closes when nothing is, each once', () => {
    const source = row();
    expect(noteGap(source, 0, seen(1))).toBeUndefined();
    const opened = noteGap(source, 2, seen(2));
    expect(opened).toMatchObject({ openedAt: seen(2).at, missing: 2, closedAt: null });
    expect(noteGap(source, 1, seen(3))).toBeUndefined();
    expect(noteGap(source, 0, seen(4))).toEqual({ ...opened, closedAt: seen(4).at });
    expect(noteGap(source, 0, seen(5))).toBeUndefined();
  });
  it('has the id that every reading of the log gives it, and another one than the next', () => {
    const [one, other] = [row(), row()];
    const first = noteGap(one, 1, seen(2))?.id;
    expect(noteGap(other, 5, seen(2))?.id).toBe(first);
    noteGap(one, 0, seen(3));
    expect(noteGap(one, 1, seen(4))?.id).not.toBe(first);
  });
  it('is remembered until all of it has been told', () => {
    const source = row();
    const { id = '' } = noteGap(source, 1, seen(2)) ?? {};
    noteGap(source, 0, seen(3));
    expect(noteTold(source, 'operation.gap-opened', id)).toMatchObject({ openingTold: true, closingTold: false });
    expect(source.gaps).toHaveLength(1);
    expect(noteTold(source, 'operation.gap-closed', id)).toMatchObject({ openingTold: true, closingTold: true });
    expect(source.gaps).toEqual([]);
    expect(noteTold(source, 'operation.gap-closed', id)).toBeUndefined();
  });
});
