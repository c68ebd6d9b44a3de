import { statedReason } from '#contracts';

/** Why something was not erased or held; the message is one line, made to be shown, and holds no personal data. */
export class DeletionRefused extends Error {
  override readonly name = 'DeletionRefused';

  constructor(
    readonly code: 'NOT_FOUND' | 'RETENTION_HOLD' | 'BLANK_BASIS' | 'BAD_DATE' | 'NOT_YET_VISIBLE' | 'REBUILD_UNDERWAY',
    message: string,
  ) {
    super(message);
  }
}

/** The same answer for what is not there and what is another authority's. */
export const notFound = (): DeletionRefused => new DeletionRefused('NOT_FOUND', 'there is no such object');

/** A basis or reason must say something: it is all that is left. @throws DeletionRefused */
export function stated(text: string, what: 'basis' | 'reason'): string {
  const said = statedReason(text);
  if (said === null) throw new DeletionRefused('BLANK_BASIS', `a ${what} must be given`);
  return said;
}
