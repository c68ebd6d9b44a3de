import { ERASABLE } from '#deletion';
import { Failure } from '../output/failure.js';

/** The family as named on the command line. @throws Failure */
export function familyNamed(name: string): string {
  if (ERASABLE.includes(name)) return name;
  throw new Failure(`a family is one of ${ERASABLE.join(', ')}`);
}
