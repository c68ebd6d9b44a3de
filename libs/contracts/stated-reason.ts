/** Something that an eye sees: not white space, and no mark of format or control, such as a space of no width. */
const SEEN = /[^\s\p{C}\p{Z}]/u;
const LONGEST = 10_000;

/** A reason as it is kept, trimmed, of at most 10,000 characters; null where it says nothing that can be seen. */
export function statedReason(text: string): string | null {
  return SEEN.test(text) ? text.trim().slice(0, LONGEST) : null;
}
