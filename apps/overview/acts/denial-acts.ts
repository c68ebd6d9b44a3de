import { Inject } from '@nestjs/common';
import { CommandHandler, QueryHandler } from '@nestjs/cqrs';
import type { ICommandHandler, IQueryHandler } from '@nestjs/cqrs';
import { DenialRefused, type Denial } from '#access';
import { isUuid } from '#contracts';
import { DenialDesk } from '../engine/access-doors.js';
import { badInput, inCodesOfApi, notFound } from '../engine/refusal.js';
import type { View } from '../engine/view.js';
import type { AccessDenial, DenyAccessInput } from '../types/access-denial.type.js';

/** Refuses a user or a token. */
export class DenyAccess {
  constructor(
    readonly input: DenyAccessInput,
    readonly view: View,
  ) {}
}

/** Ends a denial. */
export class LiftDenial {
  constructor(
    readonly id: string,
    readonly reason: string,
    readonly view: View,
  ) {}
}

/** The deny list of the authority. */
export class DeniedAccess {
  constructor(
    readonly withPast: boolean,
    readonly view: View,
  ) {}
}

const speaking = inCodesOfApi(DenialRefused, {
  NOT_FOUND: 'NOT_FOUND',
  BLANK: 'BAD_USER_INPUT',
  PAST_END: 'BAD_USER_INPUT',
});

@CommandHandler(DenyAccess)
export class DenyAccessHandler implements ICommandHandler<DenyAccess, AccessDenial> {
  constructor(@Inject(DenialDesk) private readonly denials: DenialDesk) {}

  async execute({ input, view }: DenyAccess): Promise<AccessDenial> {
    const { authority } = view.scopeFor('denyAccess');
    const { user, token, reason, until } = input;
    const value = user ?? token;
    if (typeof value !== 'string' || (typeof user === 'string' && typeof token === 'string'))
      throw badInput('Exactly one of user and token must be given.');
    const claim = typeof user === 'string' ? 'sub' : 'jti';
    return shown(
      await speaking(this.denials.deny({ authority, claim, value, reason, until: until ?? null }, view.user)),
    );
  }
}

@CommandHandler(LiftDenial)
export class LiftDenialHandler implements ICommandHandler<LiftDenial, AccessDenial> {
  constructor(@Inject(DenialDesk) private readonly denials: DenialDesk) {}

  async execute({ id, reason, view }: LiftDenial): Promise<AccessDenial> {
    const { authority } = view.scopeFor('liftDenial');
    if (!isUuid(id)) throw notFound('There is no such denial.');
    return shown(await speaking(this.denials.lift(id.toLowerCase(), reason, view.user, authority)));
  }
}

@QueryHandler(DeniedAccess)
export class DeniedAccessHandler implements IQueryHandler<DeniedAccess, AccessDenial[]> {
  constructor(@Inject(DenialDesk) private readonly denials: DenialDesk) {}

  async execute({ withPast, view }: DeniedAccess): Promise<AccessDenial[]> {
    const { authority } = view.scopeFor('deniedAccess');
    const all = await this.denials.list(authority, withPast);
    // What the operator of the whole store denied may tell of users of other authorities.
    return all.filter((denial) => denial.authority === authority).map(shown);
  }
}

function shown({ denialId, claim, value, ...denial }: Denial): AccessDenial {
  const { reason, deniedAt, deniedBy, until, liftedAt } = denial;
  return {
    id: denialId,
    user: claim === 'sub' ? value : null,
    token: claim === 'jti' ? value : null,
    reason,
    deniedAt,
    deniedBy,
    until,
    liftedAt,
  };
}
