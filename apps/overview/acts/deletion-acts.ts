import { Inject } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { isUuid } from '#contracts';
import { DeletionRefused, openDeletion, PARTY, type Deletion, type Hold as KeptHold } from '#deletion';
import { Stores } from '#stores';
import { inCodesOfApi, notFound } from '../engine/refusal.js';
import type { View } from '../engine/view.js';
import { Queries } from '../queries.js';
import type { EraseInput, HoldInput } from '../types/deletion-inputs.js';
import type { Erasure } from '../types/history.type.js';
import type { Hold } from '../types/hold.type.js';
import { targetOf, untilCurrent } from './target-of.js';

/** The token by which Nest hands out what erases and holds. */
export const Deleting = Symbol('Deleting');

/** Erasure and holds over the stores of this process. */
export const deletingProvider = { provide: Deleting, inject: [Stores], useFactory: openDeletion };

/** Forgets an object or a person for ever. */
export class Erase {
  constructor(
    readonly input: EraseInput,
    readonly view: View,
  ) {}
}

/** Holds an object or a person. */
export class PlaceHold {
  constructor(
    readonly input: HoldInput,
    readonly view: View,
  ) {}
}

/** Ends a hold. */
export class LiftHold {
  constructor(
    readonly id: string,
    readonly reason: string,
    readonly view: View,
  ) {}
}

const speaking = inCodesOfApi(DeletionRefused, {
  NOT_FOUND: 'NOT_FOUND',
  RETENTION_HOLD: 'RETENTION_HOLD',
  NOT_YET_VISIBLE: 'NOT_YET_VISIBLE',
  REBUILD_UNDERWAY: 'NOT_YET_VISIBLE',
  BLANK_BASIS: 'BAD_USER_INPUT',
  BAD_DATE: 'BAD_USER_INPUT',
});

@CommandHandler(Erase)
export class EraseHandler implements ICommandHandler<Erase, Erasure> {
  constructor(
    @Inject(Deleting) private readonly deletion: Deletion,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Queries) private readonly queries: Queries,
  ) {}

  async execute({ input, view }: Erase): Promise<Erasure> {
    const { authority } = view.scopeFor('erase');
    const target = await targetOf(input, authority, this.stores);
    await untilCurrent(this.queries, this.stores, view);
    const { id, at, basis, by } = await speaking(this.deletion.eraser.erase(target, input.basis, view.user));
    return { id, at, basis, by };
  }
}

@CommandHandler(PlaceHold)
export class PlaceHoldHandler implements ICommandHandler<PlaceHold, Hold> {
  constructor(
    @Inject(Deleting) private readonly deletion: Deletion,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Queries) private readonly queries: Queries,
  ) {}

  async execute({ input, view }: PlaceHold): Promise<Hold> {
    const { authority } = view.scopeFor('placeHold');
    const target = await targetOf(input, authority, this.stores);
    await untilCurrent(this.queries, this.stores, view);
    return shown(await speaking(this.deletion.holds.place(target, input.basis, input.until ?? null, view.user)));
  }
}

@CommandHandler(LiftHold)
export class LiftHoldHandler implements ICommandHandler<LiftHold, Hold> {
  constructor(@Inject(Deleting) private readonly deletion: Deletion) {}

  async execute({ id, reason, view }: LiftHold): Promise<Hold> {
    const { authority } = view.scopeFor('liftHold');
    if (!isUuid(id)) throw notFound('There is no such hold.');
    return shown(await speaking(this.deletion.holds.lift(id.toLowerCase(), reason, view.user, authority)));
  }
}

function shown({ holdId, family, objectId, basis, placedAt, until, liftedAt }: KeptHold): Hold {
  const isParty = family === PARTY;
  return {
    id: holdId,
    objectId: isParty ? null : objectId,
    party: isParty ? objectId : null,
    basis,
    placedAt,
    until,
    liftedAt,
  };
}
