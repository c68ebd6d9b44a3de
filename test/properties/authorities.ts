import { isCvr } from '#contracts';

/** Valid CVR numbers, one after the other: each world is an authority of its own and so needs no database of its own. */
export function authorities(from = 20_000_000): () => string {
  let next = from;
  return () => {
    do next++;
    while (!isCvr(String(next)));
    return String(next);
  };
}
