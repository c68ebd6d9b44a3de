import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import type { View } from '../engine/view.js';
import { Investigations } from '../queries.js';
import { investigationShown } from '../acts/investigation-acts.js';
import type { Investigation } from '../types/investigation.type.js';

/** The investigations of the authority. */
export class InvestigationList {
  constructor(
    readonly withLifted: boolean,
    readonly view: View,
  ) {}
}

@QueryHandler(InvestigationList)
export class InvestigationListHandler implements IQueryHandler<InvestigationList, Investigation[]> {
  constructor(@Inject(Investigations) private readonly investigations: Investigations) {}

  async execute({ withLifted, view }: InvestigationList): Promise<Investigation[]> {
    const { authority } = view.scopeFor('investigations');
    const found = await this.investigations.list(authority, withLifted);
    view.noteShown('VIEW', 'investigations');
    return found.map(investigationShown);
  }
}
