import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { countedAs, type Caller } from '#access';
import { CallerLimits, clientAddress, Log } from '#runtime';
import { HttpProblem, tooManyRequests } from './problem-document.js';
import { TokenCheck } from './token-check.js';

/** Who sends, and whether he sends too often. Each request is judged once, and before its body is read. */
@Injectable()
export class Senders {
  private readonly judged = new WeakMap<FastifyRequest, Promise<Caller>>();

  constructor(
    @Inject(TokenCheck) private readonly tokens: TokenCheck,
    @Inject(CallerLimits) private readonly limits: CallerLimits,
    @Inject(Log) private readonly log: Log,
  ) {}

  /** The caller of a request; rejects with 401 for one without a valid token, with 429 for one who has asked too often. */
  callerOf(request: FastifyRequest): Promise<Caller> {
    const known = this.judged.get(request);
    if (known !== undefined) return known;
    const caller = this.judge(request);
    this.judged.set(request, caller);
    return caller;
  }

  private async judge(request: FastifyRequest): Promise<Caller> {
    const bearer = /^Bearer ([^\s]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const caller = await this.tokens.verify(bearer);
    const isKnown = caller.kind === 'caller';
    const wait = isKnown ? this.limits.waitOf(countedAs(caller)) : this.limits.waitOfStranger(clientAddress(request));
    // Not logged: a flood must not fill the disk.
    if (wait > 0) throw tooManyRequests(wait);
    if (isKnown) return caller;
    this.log.warn({ because: caller.because }, 'a request without a valid token was turned away');
    throw new HttpProblem(
      401,
      'A valid bearer token is required.',
      { code: 'UNAUTHENTICATED' },
      { 'www-authenticate': 'Bearer' },
    );
  }
}
