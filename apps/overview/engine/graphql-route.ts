import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '#access';
import { clientAddress } from '#runtime';
import { Queries } from '../queries.js';
import { AnswerDues, emptyWhereRefused, type Execution } from './answer-dues.js';
import { Callers } from './callers.js';
import { errorsOut } from './errors-out.js';
import { FaultFilter } from './fault-filter.js';
import { isReadable, mediaTypeFor, readParameters, responseJson, UnansweredRequest } from './over-http.js';
import { PersistedQuestions } from './persisted-questions.js';
import { badInput, Refusal, TooManyRequests } from './refusal.js';
import type { ErrorCode } from './refusal.js';
import { readHeaders, transactionIdOf } from './request-headers.js';
import { Turnstile } from './turnstile.js';
import { View } from './view.js';

const longestWaitMs = 5_000;
/** Enough to keep the thread busy while PostgreSQL takes five times as long for an answer as it does. */
const answersAtOnce = 6;
const transactionHeader = 'x-TransaktionsId';
const statusOf: Readonly<Record<ErrorCode, number>> = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 200,
  PURPOSE_REQUIRED: 200,
  NOT_FOUND: 200,
  RETENTION_HOLD: 200,
  NOT_YET_VISIBLE: 200,
  QUERY_TOO_COMPLEX: 400,
  PERSISTED_QUERY_NOT_FOUND: 200,
  TOO_MANY_REQUESTS: 429,
  SOURCE_UNAVAILABLE: 503,
  INTERNAL: 500,
};

/**
 * The way of a request to `/graphql` and of its answer out: who asks (401 before a byte of the body is read), GraphQL over
 * HTTP, waiting for the caller's own writes, and the entry of the access log before the answer leaves. These are hooks of
 * that one route, so that no other spelling of a path goes past them.
 */
@Injectable()
export class GraphqlRoute {
  private readonly views = new WeakMap<FastifyRequest, View>();
  private readonly callers = new WeakMap<FastifyRequest, Caller>();
  private readonly turnstile = new Turnstile(answersAtOnce);

  constructor(
    @Inject(Callers) private readonly askers: Callers,
    @Inject(AnswerDues) private readonly dues: AnswerDues,
    @Inject(Queries) private readonly queries: Queries,
    @Inject(FaultFilter) private readonly faults: FaultFilter,
    @Inject(PersistedQuestions) private readonly persisted: PersistedQuestions,
  ) {}

  /** Before the body is read: who asks. */
  readonly preParsing = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const transactionId = transactionIdOf(request);
    if (transactionId !== undefined) reply.header(transactionHeader, transactionId);
    this.callers.set(request, await this.askers.callerOf(request, transactionId));
    if (request.method === 'POST' && !isReadable(request.headers['content-type'])) throw new UnansweredRequest(415);
  };

  /** Before the question is looked at: the parameters and headers, the caller's own writes, and a place to be answered. */
  readonly preValidation = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    readParameters(request, this.persisted);
    const caller = this.callers.get(request);
    if (caller === undefined) throw new Refusal('UNAUTHENTICATED', 'A valid bearer token is required.');
    const { minPosition, authority, ...headers } = readHeaders(request, transactionIdIn(reply));
    if (minPosition !== undefined) await this.waitFor(minPosition);
    const facts = {
      ...headers,
      caller,
      authorityHeader: authority,
      ip: clientAddress(request),
      positionBefore: this.dues.latestPosition,
      purposeRules: await this.dues.rulesFor(caller, headers.purpose),
    };
    await this.turnstile.enter(reply.raw);
    this.views.set(request, new View(facts));
  };

  /** When the answer is made, and is about to be sent. */
  readonly onSend = async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    this.turnstile.leave(reply.raw);
  };

  /** The view of a request; only one that came past `preValidation` has one, and only such a request is executed. */
  viewOf(request: FastifyRequest): View {
    return this.views.get(request) as View;
  }

  /** After execution: the access entry is written, or the answer is not given. */
  readonly conclude = async (execution: Execution, view: View, reply: FastifyReply): Promise<void> => {
    await this.dues.judgePurpose(execution, view);
    execution.extensions = { position: String(view.position) };
    const text = execution.errors === undefined ? written(execution) : undefined;
    await this.dues.record(view);
    if (text !== undefined) reply.serializer(() => text);
    const hasNothing = emptyWhereRefused(execution);
    if (execution.errors?.some(isStoreAway) === true && hasNothing) reply.code(503);
    reply.header('content-type', `${mediaTypeFor(reply.request.headers.accept)}; charset=utf-8`);
  };

  /** Errors of execution, as Mercurius wants them formatted. */
  readonly formatErrors = (
    execution: Execution,
  ): { statusCode: number; response: { data: unknown; errors: unknown[] } } => {
    const data = execution.data ?? null;
    return { statusCode: 200, response: { data, errors: errorsOut(execution.errors ?? []) } };
  };

  /** Whatever stopped a request before or after execution. */
  readonly answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const mediaType = mediaTypeFor(request.headers.accept);
    const { errors, statusCode } = error as { errors?: unknown; statusCode?: unknown };
    if (Array.isArray(errors) && errors.length > 0) {
      const isTooComplex = errorsOut(errors).some(({ extensions }) => extensions.code === 'QUERY_TOO_COMPLEX');
      // The question itself cannot be asked. Plain JSON has 200 for it, the newer media type 400.
      return this.send(reply, isTooComplex || mediaType === responseJson ? 400 : 200, errors);
    }
    if (statusCode === 405) reply.header('allow', 'POST');
    if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
      return this.send(reply, statusCode, [badInput(bodyProblem(statusCode))]);
    }
    const refusal = this.faults.refusalFor(error);
    if (refusal.code === 'UNAUTHENTICATED') reply.header('www-authenticate', 'Bearer');
    if (refusal.code === 'SOURCE_UNAVAILABLE') reply.header('retry-after', '1');
    if (refusal instanceof TooManyRequests) reply.header('retry-after', String(refusal.retryAfterSeconds));
    return this.send(reply, statusOf[refusal.code], [refusal]);
  };

  private async waitFor(minPosition: number): Promise<void> {
    if (!(await this.queries.waitFor(minPosition, longestWaitMs))) {
      throw new Refusal('NOT_YET_VISIBLE', 'The event of that position cannot be seen yet. Try again in a moment.');
    }
    this.dues.latestPosition = Math.max(this.dues.latestPosition, minPosition);
  }

  private send(reply: FastifyReply, status: number, errors: readonly unknown[]): FastifyReply {
    const isAnswer = status === 200 && errors[0] instanceof Refusal;
    const extensions = { position: String(this.dues.latestPosition) };
    const body = { ...(isAnswer && { data: null }), errors: errorsOut(errors), extensions };
    return reply
      .code(status)
      .header('content-type', `${mediaTypeFor(reply.request.headers.accept)}; charset=utf-8`)
      .send(JSON.stringify(body));
  }
}

/** The answer as text, and nothing left of it but that: so little waits for the access log to be on disk. */
function written(execution: Execution): string {
  const text = JSON.stringify({ data: execution.data, extensions: execution.extensions });
  execution.data = null;
  return text;
}

function transactionIdIn(reply: FastifyReply): string | undefined {
  const header = reply.getHeader(transactionHeader);
  return typeof header === 'string' ? header : undefined;
}

function isStoreAway(error: unknown): boolean {
  return (error as { extensions?: { code?: unknown } }).extensions?.code === 'SOURCE_UNAVAILABLE';
}

function bodyProblem(status: number): string {
  if (status === 413) return 'The body is too large.';
  if (status === 405) return 'A change must be asked for by POST.';
  if (status === 415) return 'The content type must be application/json.';
  return 'The body cannot be read as JSON.';
}
