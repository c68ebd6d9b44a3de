import { pino } from 'pino';
import type { DestinationStream } from 'pino';

/** What the log of a process takes. Also the token by which Nest hands it out. */
export abstract class Log {
  abstract debug(message: string): void;
  abstract debug(details: object, message: string): void;
  abstract info(message: string): void;
  abstract info(details: object, message: string): void;
  abstract warn(message: string): void;
  abstract warn(details: object, message: string): void;
  abstract error(message: string): void;
  abstract error(details: object, message: string): void;
}

/** From least to most; `silent` says nothing. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * The log of this process: JSON, a line an entry. Whoever logs must not log personal data; this is the net below: each
 * line is searched before it is written, and what looks like a person number or a token is blotted out.
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError, error: describeError, cause: describeError },
      hooks: { streamWrite: blot },
    },
    // Synchronous: what a process says just before it dies is what one looks for.
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
}

/** Person numbers (ten digits, with or without hyphen), JSON web tokens, bearer headers and passwords in URLs, blotted out. */
export function blot(text: string): string {
  return text
    .replace(/(?<![\w-])\d{6}-?\d{4}(?![\w-])/g, '******-****')
    .replace(/\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g, '[token]')
    .replace(/\b(Bearer) [^\s"\\]+/gi, '$1 [token]')
    .replace(/(:\/\/[^\s:/@"]*):[^\s/@"]+@/g, '$1:[password]@');
}

/** An error without its extra members: those of a driver carry rows, parameters and whole requests. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: typeof error };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    ...(typeof code === 'string' && { code }),
    message: error.message,
    stack: error.stack?.split('\n').slice(1, 12).join('\n'),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}
