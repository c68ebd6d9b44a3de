import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import type { Instant } from '#contracts';
import type { View } from '../engine/view.js';
import { Histories, Queries } from '../queries.js';
import type { PageArgs } from '../queries.js';

type HistoryPage = Awaited<ReturnType<Histories['ofCase']>>;

/** Every event of a case, in recorded order. */
export class CaseHistory {
  constructor(
    readonly id: string,
    readonly asKnownAt: Instant | null,
    readonly page: PageArgs,
    readonly view: View,
  ) {}
}

/** Every party event of every source that identifies the party, in recorded order. */
export class PartyHistory {
  constructor(
    readonly id: string,
    readonly asKnownAt: Instant | null,
    readonly page: PageArgs,
    readonly view: View,
  ) {}
}

/** Every event of a document, note, grant, payment or service, in recorded order. */
export class ObjectHistory {
  constructor(
    readonly id: string,
    readonly asKnownAt: Instant | null,
    readonly page: PageArgs,
    readonly view: View,
  ) {}
}

@QueryHandler(CaseHistory)
export class CaseHistoryHandler implements IQueryHandler<CaseHistory, HistoryPage> {
  constructor(
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Histories) private readonly histories: Histories,
  ) {}

  async execute({ id, asKnownAt, page, view }: CaseHistory): Promise<HistoryPage> {
    const scope = view.scopeFor('caseHistory');
    view.noteMoment({ asOf: null, asKnownAt });
    view.noteReadTo(await this.queries.position());
    const answer = await this.histories.ofCase(id, asKnownAt, page, scope);
    if (answer.totalCount === 0) {
      view.noteDenied(id);
    } else {
      view.noteLookedUp(id.toLowerCase());
      view.noteShown('HISTORY', 'caseHistory', { objects: [id.toLowerCase()] });
    }
    return answer;
  }
}

@QueryHandler(PartyHistory)
export class PartyHistoryHandler implements IQueryHandler<PartyHistory, HistoryPage> {
  constructor(
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Histories) private readonly histories: Histories,
  ) {}

  async execute({ id, asKnownAt, page, view }: PartyHistory): Promise<HistoryPage> {
    const scope = view.scopeFor('partyHistory');
    view.noteMoment({ asOf: null, asKnownAt });
    view.noteReadTo(await this.queries.position());
    const answer = await this.histories.ofParty(id, asKnownAt, page, scope);
    if (answer.totalCount === 0) {
      view.noteDenied(id);
    } else {
      view.noteLookedUp(id.toLowerCase());
      view.noteShown('HISTORY', 'partyHistory', { parties: [id.toLowerCase()] });
    }
    return answer;
  }
}

@QueryHandler(ObjectHistory)
export class ObjectHistoryHandler implements IQueryHandler<ObjectHistory, HistoryPage> {
  constructor(
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Histories) private readonly histories: Histories,
  ) {}

  async execute({ id, asKnownAt, page, view }: ObjectHistory): Promise<HistoryPage> {
    const scope = view.scopeFor('objectHistory');
    view.noteMoment({ asOf: null, asKnownAt });
    view.noteReadTo(await this.queries.position());
    const answer = await this.histories.ofObject(id, asKnownAt, page, scope);
    if (answer.totalCount === 0) {
      view.noteDenied(id);
    } else {
      view.noteShown('HISTORY', 'objectHistory', { objects: [id.toLowerCase()] });
    }
    return answer;
  }
}
