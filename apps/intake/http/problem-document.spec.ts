import type { ArgumentsHost } from '@nestjs/common';
import { AccessError } from '#access';
import { IntakeBusy, IntakeUnavailable } from '#intake';
import type { Log } from '#runtime';
import { HttpProblem, ProblemFilter } from './problem-document.js';

/** What the filter makes of a failure: status, headers, document, and what it logged. */
function answerTo(failure: unknown) {
  const logged: string[] = [];
  const note = (_details: unknown, message?: string): void => void logged.push(message ?? '');
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const headers: Record<string, string> = {};
  let status = 0;
  let body = '';
  const reply = {
    code: (code: number) => ((status = code), reply),
    headers: (more: Record<string, string>) => (Object.assign(headers, more), reply),
    header: (name: string, value: string) => ((headers[name] = value), reply),
    send: (text: string) => ((body = text), reply),
  };
  new ProblemFilter(log).catch(failure, {
    switchToHttp: () => ({ getResponse: () => reply }),
  } as unknown as ArgumentsHost);
  return { status, headers, document: JSON.parse(body) as Record<string, unknown>, logged };
}

describe('a failure is answered', () => {
  it('429 with Retry-After where senders outrun us', () => {
    const { status, headers, document } = answerTo(new IntakeBusy(2));
    expect([status, headers['retry-after'], document['title']]).toEqual([429, '2', 'Too Many Requests']);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it.each([
    ['the store is away', new IntakeUnavailable(new Error('x'))],
    ['the database is away', Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
    ['the issuer of tokens is away', new AccessError('ISSUER_UNAVAILABLE', 'x')],
  ])('503 with Retry-After where %s', (_what, failure) => {
    expect(answerTo(failure)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      document: { status: 503 },
    });
  });

  it('as it says where it is a problem', () => {
    const { status, document } = answerTo(new HttpProblem(400, 'No.', { line: 2, column: 3 }));
    expect(status).toBe(400);
    expect(document).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'No.',
      line: 2,
      column: 3,
    });
  });

  it('500 without a word of the cause, which goes to the log, where nobody foresaw it', () => {
    const { status, document, logged } = answerTo(new Error('0101901234'));
    expect(status).toBe(500);
    expect(JSON.stringify(document)).not.toContain('0101901234');
    expect(logged).toEqual(['a request failed in a way nobody foresaw']);
  });
});
