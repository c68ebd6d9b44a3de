/**
 * Prepares the next item while the consumer works on the one before: reading and decrypting a page goes on while the
 * database writes the last. One ahead and no more, so a slow consumer holds at most two pages in memory.
 */
export async function* prefetch<T, U>(source: AsyncIterable<T>, prepare: (item: T) => Promise<U>): AsyncGenerator<U> {
  const iterator = source[Symbol.asyncIterator]();
  const take = async (): Promise<IteratorResult<U, undefined>> => {
    const result = await iterator.next();
    return result.done === true
      ? { done: true, value: undefined }
      : { done: false, value: await prepare(result.value) };
  };
  let ahead = take();
  try {
    for (;;) {
      const result = await ahead;
      if (result.done === true) return;
      ahead = take();
      // Its failure is met at the next turn; until then it must not count as unhandled.
      ahead.catch(() => undefined);
      yield result.value;
    }
  } finally {
    ahead.catch(() => undefined);
    await iterator.return?.();
  }
}
