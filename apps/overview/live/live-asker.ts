import type { Caller } from '#access';
import { clientAddress, type Log } from '#runtime';
import type { TokenCheck } from '../engine/access-doors.js';
import type { Asking, Callers } from '../engine/callers.js';
import { bearerOf, readHeaders, transactionIdOf, type Headed, type RequestHeaders } from '../engine/request-headers.js';
import type { RequestFacts } from '../engine/view.js';

/** What an asker needs of the process. */
export interface AskerParts {
  readonly tokens: TokenCheck;
  readonly callers: Callers;
  readonly log: Log;
}

/** Who asks over a connection: by his token, which is judged anew each time that he is answered. */
export class LiveAsker {
  private constructor(
    private bearer: string | undefined,
    /** As first judged: whose the connection is. */
    readonly caller: Caller,
    private readonly headers: RequestHeaders,
    private readonly ip: string,
    private readonly parts: AskerParts,
  ) {}

  /**
   * Lets in whoever sent the first message of a connection, or refuses him as a request is refused. What a request says in headers
   * stands in the message, since a page cannot set headers, or came with the request that opened the connection.
   */
  static async letIn(request: Asking, parameters: unknown, parts: AskerParts): Promise<LiveAsker> {
    const { ip, socket } = request;
    const asking = { headers: { ...request.headers, ...namedTexts(parameters) }, ip, socket };
    const transactionId = transactionIdOf(asking);
    const caller = await parts.callers.callerOf(asking, transactionId);
    const headers = readHeaders(asking, transactionId);
    return new LiveAsker(bearerOf(asking), caller, headers, clientAddress(request), parts);
  }

  get transactionId(): string {
    return this.headers.transactionId;
  }

  /** Counts a question; refuses one too many. */
  count(): void {
    this.parts.callers.count(this.caller, this.transactionId);
  }

  /** The caller with the rights that he has now; undefined where his token lets him in no more, which is logged. */
  async judged(): Promise<Caller | undefined> {
    return this.lettingIn(await this.parts.tokens.verify(this.bearer));
  }

  /** Whether his token still lets him in, asked without need: nothing is read or written for that. */
  async isLetIn(): Promise<boolean> {
    return this.lettingIn(await this.parts.tokens.verifyAgain(this.bearer)) !== undefined;
  }

  private lettingIn(judged: Awaited<ReturnType<TokenCheck['verify']>>): Caller | undefined {
    if (judged.kind === 'caller') return judged;
    const { transactionId } = this;
    this.parts.log.warn(
      { because: judged.because, transactionId },
      'a connection whose token holds no more was closed',
    );
    return undefined;
  }

  /** Goes on by a newer token of the same user; false where it is none. */
  async renew(parameters: unknown): Promise<boolean> {
    const bearer = bearerOf({ headers: namedTexts(parameters) });
    const judged = await this.parts.tokens.verify(bearer);
    if (judged.kind !== 'caller' || judged.sub !== this.caller.sub) return false;
    this.bearer = bearer;
    return true;
  }

  /** What of a view is the same in every answer. */
  get facts(): Omit<RequestFacts, 'caller' | 'purposeRules' | 'positionBefore'> {
    const { transactionId, authority, purpose, hopOrigin } = this.headers;
    return { transactionId, authorityHeader: authority, purpose, hopOrigin, ip: this.ip };
  }
}

/** Whether a message brings a token. */
export function bringsToken(parameters: unknown): boolean {
  return 'authorization' in namedTexts(parameters);
}

/** The texts of an object by their names in small letters, as headers are. */
function namedTexts(parameters: unknown): Headed['headers'] {
  if (typeof parameters !== 'object' || parameters === null) return {};
  const texts = Object.entries(parameters).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts.map(([name, value]) => [name.toLowerCase(), value as string]));
}
