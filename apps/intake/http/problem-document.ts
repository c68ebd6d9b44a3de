import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AccessError } from '#access';
import { IntakeBusy, IntakeUnavailable } from '#intake';
import { Log, PROBLEM_TYPE, problemText, type ProblemMembers } from '#runtime';
import { isDatabaseAway } from '#stores';

/** An answer that is no receipt: thrown by controllers and guards, written by the filter. Its text holds nothing of the request. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly members: ProblemMembers = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.name = 'HttpProblem';
  }
}

/** Writes every failure as `application/problem+json` (RFC 9457). What nobody foresaw is logged and told as a bare 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(failure: unknown, host: ArgumentsHost): void {
    const problem = this.problemOf(failure);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply
      .code(problem.status)
      .headers(problem.headers)
      .header('content-type', PROBLEM_TYPE)
      .send(problemText(problem.status, problem.detail, problem.members));
  }

  private problemOf(failure: unknown): HttpProblem {
    if (failure instanceof HttpProblem) return failure;
    if (failure instanceof IntakeBusy) return tooManyEvents(failure.retryAfterSeconds);
    if (failure instanceof IntakeUnavailable || isDatabaseAway(failure)) {
      this.log.warn({ err: failure }, 'the store is away');
      return unavailable('The store is away; send the same events again, nothing will be stored twice.');
    }
    if (failure instanceof AccessError && failure.code === 'ISSUER_UNAVAILABLE') {
      return unavailable('The token cannot be judged now; the issuer of its keys is away.');
    }
    if (failure instanceof AccessError && failure.code === 'DENY_LIST_UNAVAILABLE') {
      return unavailable('The token cannot be judged now; who is denied cannot be read.');
    }
    if (failure instanceof HttpException) return new HttpProblem(failure.getStatus(), failure.message);
    this.log.error({ err: failure }, 'a request failed in a way nobody foresaw');
    return new HttpProblem(500, 'Something failed that is not the fault of the request.');
  }
}

/** 429: more is on its way in than is let in at once. */
export function tooManyEvents(retryAfterSeconds: number): HttpProblem {
  return later(
    'More events are in flight than are taken at once; nothing of this request was stored.',
    retryAfterSeconds,
  );
}

/** 429: one caller sends more requests a second than he may. */
export function tooManyRequests(retryAfterSeconds: number): HttpProblem {
  return later(
    'More requests than are taken from one caller; nothing of this one was stored. Send more events in each.',
    retryAfterSeconds,
  );
}

function later(detail: string, retryAfterSeconds: number): HttpProblem {
  return new HttpProblem(429, detail, {}, { 'retry-after': String(retryAfterSeconds) });
}

function unavailable(detail: string): HttpProblem {
  return new HttpProblem(503, detail, {}, { 'retry-after': '1' });
}
