import { isUuid } from '#contracts';
import { ERASABLE } from '#deletion';
import { Failure } from '../output/failure.js';

/** The family as named on the command line. @throws Failure */
export function familyNamed(name: string): string {
  if (ERASABLE.includes(name)) return name;
  throw new Failure(`a family is one of ${ERASABLE.join(', ')}`);
}

/** The id as it is stored, of `what` with its article. @throws Failure */
export function idNamed(what: string, text: string): string {
  if (!isUuid(text)) throw new Failure(`${what} is named by its id, a uuid`);
  return text.toLowerCase();
}
