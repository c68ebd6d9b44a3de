import { createHash } from 'node:crypto';
import type { QueryConfig } from 'pg';
import type { Stores } from '#stores';
import type { Statement } from './seeded-faults.js';

/** The stores with a fault between them and whoever asks. @param edit what becomes of a statement on its way */
export function faultyStores(stores: Stores, edit: (statement: Statement) => Statement): Stores {
  const [pool, answerPool] = [withFault(stores.pool, edit), withFault(stores.answerPool, edit)];
  return Object.create(stores, { pool: { value: pool }, answerPool: { value: answerPool } }) as Stores;
}

function withFault(pool: Stores['pool'], edit: (statement: Statement) => Statement): Stores['pool'] {
  const query = (asked: string | QueryConfig, values: readonly unknown[] = []): unknown => {
    const told = typeof asked === 'string' ? { text: asked, values } : { text: asked.text, values: asked.values ?? [] };
    const made = edit(told);
    // Another text is prepared under another name; unprepared, each would be planned anew for every caller.
    const name = createHash('md5').update(made.text).digest('hex');
    return pool.query({ name, text: made.text, values: [...made.values] });
  };
  return new Proxy(pool, {
    get: (target, name) => (name === 'query' ? query : (Reflect.get(target, name) as unknown)),
  });
}

/** A text becomes another wherever it stands. */
export const replaced = (text: string, [from, to]: readonly [from: string | RegExp, to: string]): string =>
  text.replaceAll(typeof from === 'string' ? from : new RegExp(from, 'gs'), () => to);
