import { Inject, Injectable } from '@nestjs/common';
import { countedAs } from '#access';
import type { Caller } from '#access';
import { CallerLimits, clientAddress, Configuration, Log } from '#runtime';
import { TokenCheck } from './access-doors.js';
import { Refusal, TooManyRequests } from './refusal.js';
import { bearerOf, type Headed } from './request-headers.js';

/** Who asks by a request, or by the first message of a connection. */
export type Asking = Headed & Parameters<typeof clientAddress>[0];

/** Who asks, and whether he asks too often. */
@Injectable()
export class Callers {
  private readonly limits: CallerLimits;

  constructor(
    @Inject(TokenCheck) private readonly tokens: TokenCheck,
    @Inject(Log) private readonly log: Log,
    @Inject(Configuration) configuration: Configuration,
  ) {
    this.limits = new CallerLimits(configuration.questionsPerSecond);
  }

  /** The caller of a request; refuses one without a valid token, and one who has asked too often. */
  async callerOf(request: Asking, transactionId: string | undefined): Promise<Caller> {
    const caller = await this.tokens.verify(bearerOf(request));
    if (caller.kind === 'caller') {
      this.count(caller, transactionId);
      return caller;
    }
    const wait = this.limits.waitOfStranger(clientAddress(request));
    // Not logged: a flood must not fill the disk.
    if (wait > 0) throw new TooManyRequests(wait);
    this.log.warn({ because: caller.because, transactionId }, 'a request without a valid token was turned away');
    throw new Refusal('UNAUTHENTICATED', 'A valid bearer token is required.');
  }

  /** Counts a question of the caller; refuses one who has asked too often. */
  count(caller: Caller, transactionId: string | undefined): void {
    const wait = this.limits.waitOf(countedAs(caller));
    if (wait === 0) return;
    this.log.warn({ transactionId }, 'a caller asks more often than is allowed');
    throw new TooManyRequests(wait);
  }
}
