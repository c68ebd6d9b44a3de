import type { PageTransaction } from './page-transaction.js';
import { createVocabulary, type Vocabulary } from './vocabulary.js';

const searched = { name: 'thing', columns: { authority: 'text', words: 'text[]' }, primaryKey: ['authority'] };
const row = (...words: string[]) => ({ authority: 'A', words });

/** A transaction that notes which statements are written, over tables in which these words are still used. */
function pageOver(...stillUsed: string[]): { transaction: PageTransaction; written: string[] } {
  const written: string[] = [];
  const transaction = {
    read: () => Promise.resolve(stillUsed.map((word) => ({ key: `A ${word}` }))),
    write: ({ name }: { name?: string }) => void written.push(name ?? ''),
  } as unknown as PageTransaction;
  return { transaction, written };
}

describe('the vocabulary', () => {
  let vocabulary: Vocabulary;
  beforeEach(() => {
    vocabulary = createVocabulary([searched]);
    vocabulary.learn(pageOver().transaction, [row('anna')]);
  });

  it('writes a word once', () => {
    const { transaction, written } = pageOver();
    vocabulary.learn(transaction, [row('anna')]);
    expect(written).toEqual([]);
    vocabulary.learn(transaction, [row('anna', 'berg')]);
    expect(written).toEqual(['upsert search_word']);
  });

  it('drops a doubted word that no row has, and writes it again when it comes back', async () => {
    const { transaction, written } = pageOver();
    vocabulary.doubt([row('anna')]);
    await vocabulary.forget(transaction);
    vocabulary.learn(transaction, [row('anna')]);
    expect(written).toEqual(['remove search_word', 'upsert search_word']);
  });

  it('keeps a doubted word that another row was given in the same page', async () => {
    const { transaction, written } = pageOver('anna');
    vocabulary.doubt([row('anna')]);
    vocabulary.learn(transaction, [row('anna')]);
    await vocabulary.forget(transaction);
    expect(written).toEqual([]);
  });
});
