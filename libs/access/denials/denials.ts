import { randomUUID } from 'node:crypto';
import { instantFromDate, statedReason, type DataOf, type Instant } from '#contracts';
import type { Pool } from 'pg';
import type { Denial, DenialRequest } from './denial.js';
import { DenialRegister } from './denial-register.js';

type DenialEventName = 'operation.access-denied' | 'operation.denial-lifted';

/** Writes an act into the log of events (`operationEvent` of #intake, appended); told twice, it stands there once. */
export type TellAct = <N extends DenialEventName>(
  name: N,
  authority: string | null,
  data: DataOf<N>,
  at: Instant,
) => Promise<unknown>;

/** Why nothing was denied or lifted; the message is one line, made to be shown, and repeats nothing that was sent. */
export class DenialRefused extends Error {
  override readonly name = 'DenialRefused';

  constructor(
    readonly code: 'NOT_FOUND' | 'BLANK' | 'PAST_END',
    message: string,
  ) {
    super(message);
  }
}

/** The acts on the deny list. Each is an event that names who did it, and holds from the moment that it resolves. */
export interface Denials {
  /** Refuses a blank value or reason, and an end that is past. @throws DenialRefused */
  deny(request: DenialRequest, by: string): Promise<Denial>;
  /** @param authority whose denials may be lifted; null: any. @throws DenialRefused */
  lift(denialId: string, reason: string, by: string, authority: string | null): Promise<Denial>;
  /** Newest first: of an authority with those that hold everywhere; null: all. */
  list(authority: string | null, withPast: boolean): Promise<readonly Denial[]>;
  /** Tells the log of acts that a process did not live to tell; how many. */
  recover(): Promise<number>;
}

/** What the acts are done with. */
export interface DenialsOptions {
  readonly pool: Pool;
  readonly tell: TellAct;
  readonly now?: () => Date;
}

/** Opens the deny list for those who keep it. */
export function openDenials({ pool, tell, now: clock = () => new Date() }: DenialsOptions): Denials {
  const register = new DenialRegister(pool);
  const now = (): Instant => instantFromDate(clock());
  const tellOf = async (denial: Denial): Promise<void> => {
    const { denialId, authority, claim, value, reason, until, deniedAt, deniedBy } = denial;
    const scope = authority === null ? 'all' : 'authority';
    const denied = { denialId, claim, value, scope, reason, until, by: deniedBy } as const;
    await tell('operation.access-denied', authority, denied, deniedAt);
    const { liftedAt, liftedBy, liftReason } = denial;
    if (liftedAt !== null) {
      const lifted = { denialId, reason: liftReason ?? '', by: liftedBy ?? '' };
      await tell('operation.denial-lifted', authority, lifted, liftedAt);
    }
    await register.told(denial);
  };
  return {
    async deny(request, by) {
      const denial: Denial = {
        ...request,
        value: stated(request.value, 'user or token'),
        reason: stated(request.reason, 'reason'),
        denialId: randomUUID(),
        deniedAt: now(),
        deniedBy: by,
        liftedAt: null,
        liftedBy: null,
        liftReason: null,
      };
      if (denial.until !== null && denial.until <= denial.deniedAt)
        throw new DenialRefused('PAST_END', 'a denial cannot end in the past');
      await register.add(denial);
      await tellOf(denial);
      return denial;
    },
    async lift(denialId, reason, by, authority) {
      const said = stated(reason, 'reason');
      const known = await register.find(denialId);
      // The same answer for what is not there and what is another's.
      if (known === null || (authority !== null && known.authority !== authority))
        throw new DenialRefused('NOT_FOUND', 'there is no such denial');
      await register.lift(denialId, now(), by, said);
      const lifted = (await register.find(denialId)) ?? known;
      await tellOf(lifted);
      return lifted;
    },
    list: (authority, withPast) => register.list(authority, withPast),
    async recover() {
      const untold = await register.untold();
      for (const denial of untold) await tellOf(denial);
      return untold.length;
    },
  };
}

function stated(text: string, what: string): string {
  if (statedReason(text) === null) throw new DenialRefused('BLANK', `a ${what} must be given`);
  return text.trim();
}
