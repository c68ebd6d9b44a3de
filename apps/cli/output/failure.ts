/** A command cannot do what it was asked; the message is one line, made to be shown, and holds no personal data. */
export class Failure extends Error {
  constructor(
    message: string,
    /** 1 unless said otherwise. */
    readonly exitCode = 1,
  ) {
    super(message);
    this.name = 'Failure';
  }
}

/** The libs' own faults, whose messages are made to be shown. */
const SPEAKING = new Set([
  'Failure',
  'RuntimeFault',
  'StoresFault',
  'StoreUnavailable',
  'AccessError',
  'SealError',
  'IntakeBusy',
  'IntakeUnavailable',
  'UnknownReadModel',
  'NotYetVisible',
  'DeletionRefused',
  'DenialRefused',
  'InvestigationRefused',
  'NotYetFollowed',
]);
const UNREACHABLE = /^(ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|ECONNRESET|57P0[1-3]|08...)$/;

/** One line for the person at the terminal. What a driver says may quote what it was given, so it is not passed on. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the command failed';
  const { code, path } = error as { code?: unknown; path?: unknown };
  if (SPEAKING.has(error.name)) return error.message;
  if (code === 'ENOENT' && typeof path === 'string') return `there is no file ${path}`;
  if ((code === 'EACCES' || code === 'EPERM') && typeof path === 'string')
    return `${path} may not be read or written by this user`;
  if (code === 'EISDIR') return 'a file is needed, and a folder was given';
  if (typeof code === 'string' && UNREACHABLE.test(code)) return `the database cannot be reached (${code})`;
  if (code === '28P01' || code === '28000') return 'the database refuses the user or password of DATABASE_URL';
  return `a fault that should not happen: ${error.name}${typeof code === 'string' ? ` (${code})` : ''}; LOG_LEVEL=debug shows more`;
}
