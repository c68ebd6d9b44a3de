import { Inject } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { isUuid } from '#contracts';
import { InvestigationRefused, type Investigation as KeptInvestigation } from '#oversight';
import { inCodesOfApi, notFound } from '../engine/refusal.js';
import type { View } from '../engine/view.js';
import { Investigations } from '../queries.js';
import type { InvestigationInput } from '../types/access-inputs.js';
import type { Investigation } from '../types/investigation.type.js';

/** Puts entries of the access log under investigation. */
export class PlaceInvestigation {
  constructor(
    readonly input: InvestigationInput,
    readonly view: View,
  ) {}
}

/** Ends an investigation. */
export class LiftInvestigation {
  constructor(
    readonly id: string,
    readonly reason: string,
    readonly view: View,
  ) {}
}

const speaking = inCodesOfApi(InvestigationRefused, {
  NOT_FOUND: 'NOT_FOUND',
  BLANK_BASIS: 'BAD_USER_INPUT',
  TOO_WIDE: 'BAD_USER_INPUT',
  BAD_PERIOD: 'BAD_USER_INPUT',
});

@CommandHandler(PlaceInvestigation)
export class PlaceInvestigationHandler implements ICommandHandler<PlaceInvestigation, Investigation> {
  constructor(@Inject(Investigations) private readonly investigations: Investigations) {}

  async execute({ input, view }: PlaceInvestigation): Promise<Investigation> {
    const { authority } = view.scopeFor('placeInvestigation');
    const { user = null, party = null, from = null, to = null, basis } = input;
    const covered = { authority, user, partyId: party?.toLowerCase() ?? null, from, to };
    return investigationShown(await speaking(this.investigations.place(covered, basis, view.user)));
  }
}

@CommandHandler(LiftInvestigation)
export class LiftInvestigationHandler implements ICommandHandler<LiftInvestigation, Investigation> {
  constructor(@Inject(Investigations) private readonly investigations: Investigations) {}

  async execute({ id, reason, view }: LiftInvestigation): Promise<Investigation> {
    const { authority } = view.scopeFor('liftInvestigation');
    if (!isUuid(id)) throw notFound('There is no such investigation.');
    return investigationShown(await speaking(this.investigations.lift(id.toLowerCase(), reason, view.user, authority)));
  }
}

/** An investigation in the shape of the API. */
export function investigationShown(kept: KeptInvestigation): Investigation {
  const { investigationId: id, partyId: party, user, from, to, basis, placedAt, placedBy, liftedAt } = kept;
  return { id, user, party, from, to, basis, placedAt, placedBy, liftedAt };
}
