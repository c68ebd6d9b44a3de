const ID_OR_KEY = /^(?:id|key|party|\w+Id)$/;
/** Longer than any id or key may be: what is longer is not one, and is not kept whole. */
const LONGEST = 500;

/** The ids and keys that a question names, as asked: what the access log keeps of one that was refused unread. */
export function namedIn(args: unknown): string[] {
  if (typeof args !== 'object' || args === null) return [];
  return Object.entries(args)
    .flatMap(([name, value]) => {
      if (name === 'input' || name === 'filter') return namedIn(value);
      return ID_OR_KEY.test(name) ? textsIn(value).join(' ').slice(0, LONGEST) : [];
    })
    .filter((text) => text !== '');
}

/** A key is an object of one number, or of the source that gave it and the number. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
