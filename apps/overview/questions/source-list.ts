import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import type { View } from '../engine/view.js';
import { Queries } from '../queries.js';
import type { SourceStatus } from '../types/source.type.js';

/** The source systems of the authority, by URI. */
export class SourceList {
  constructor(readonly view: View) {}
}

@QueryHandler(SourceList)
export class SourceListHandler implements IQueryHandler<SourceList, SourceStatus[]> {
  constructor(@Inject(Queries) private readonly queries: Queries) {}

  async execute({ view }: SourceList): Promise<SourceStatus[]> {
    view.noteReadTo(await this.queries.position());
    const sources = await this.queries.sources(view.scopeFor('sources'));
    view.noteShown('VIEW', 'sources');
    if (view.hasRole('operator', 'auditor')) return sources;
    return sources.map((source) => ({ ...source, events: null, quarantined: null, gaps: null }));
  }
}
