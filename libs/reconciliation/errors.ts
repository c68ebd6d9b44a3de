/** More objects differ than are told in one list: they are asked for page by page. */
export class TooManyDifferences extends Error {
  readonly code = 'TOO_MANY_DIFFERENCES';

  constructor(readonly most: number) {
    super(`more than ${most} objects differ`);
  }
}
