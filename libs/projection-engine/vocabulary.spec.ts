import type { PageTransaction } from './page-transaction.js';
import { createVocabulary, type Vocabulary } from './vocabulary.js';

const row = (...words: string[]) => ({ authority: 'A', words });

let due = false;

/** Writes a page's end and tells which statements that took. */
function written(vocabulary: Vocabulary, epoch = 1): string[] {
  const names: string[] = [];
  const transaction = {
    read: () => Promise.resolve([]),
    write: ({ name }: { name?: string }) => void names.push(name ?? ''),
  } as unknown as PageTransaction;
  due = vocabulary.write(transaction, epoch);
  return names;
}

describe('the vocabulary', () => {
  let vocabulary: Vocabulary;
  beforeEach(() => {
    vocabulary = createVocabulary();
    vocabulary.learn([row('anna')]);
    written(vocabulary);
  });

  it('writes a word once', () => {
    vocabulary.learn([row('anna')]);
    expect(written(vocabulary)).toEqual([]);
    vocabulary.learn([row('anna', 'berg')]);
    expect(written(vocabulary)).toEqual(['learn words']);
  });

  it('puts a doubted word down for the sweep, and keeps it until then', () => {
    vocabulary.doubt([row('anna')]);
    expect(written(vocabulary)).toEqual(['upsert doubted_word']);
    vocabulary.learn([row('anna')]);
    expect(written(vocabulary)).toEqual([]);
  });

  it('waits with a word that a row only lost for what is doubted next, and judges both', () => {
    vocabulary.suspect([row('anna')]);
    expect(written(vocabulary)).toEqual(['upsert doubted_word']);
    expect(due).toBe(false);
    vocabulary.suspect([row('anna')]);
    vocabulary.doubt([row('berg')]);
    expect(written(vocabulary)).toEqual(['upsert doubted_word']);
    expect(due).toBe(true);
  });

  it('writes a word again that a sweep of its own process has dropped, and no other', () => {
    vocabulary.learn([row('berg')]);
    written(vocabulary);
    vocabulary.swept([{ authority: 'A', word: 'anna' }], 2);
    vocabulary.learn([row('berg')]);
    expect(written(vocabulary, 2)).toEqual([]);
    vocabulary.learn([row('anna')]);
    expect(written(vocabulary, 2)).toEqual(['learn words']);
  });

  it('believes in no word any more when another process has swept, even between learning and writing', () => {
    vocabulary.learn([row('anna')]);
    expect(written(vocabulary, 2)).toEqual(['learn words']);
  });
});
