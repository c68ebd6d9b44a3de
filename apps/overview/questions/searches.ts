import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { BARE_NODE, NOW } from '#read-models/queries';
import type { View } from '../engine/view.js';
import { Queries } from '../queries.js';
import type { Node, Page, PageArgs, Scope } from '../queries.js';
import { complete } from '../selection/complete.js';
import type { Selected } from '../selection/selection.js';
import type { CaseFilter, PartyKey } from '../types/inputs.js';
import type { CaseOrder, SearchKind } from '../types/enums.js';
import { ofOneGeneration } from './of-one-generation.js';

type Variables = Readonly<Record<string, unknown>>;

/** Parties by words: names, addresses, numbers. */
export class PartySearch {
  constructor(
    readonly text: string,
    readonly page: PageArgs,
    readonly view: View,
    readonly selected: Selected,
    readonly variables: Variables,
  ) {}
}

/** Cases by what is known of them. */
export class CaseSearch {
  constructor(
    readonly filter: CaseFilter,
    readonly orderBy: CaseOrder | null,
    readonly page: PageArgs,
    readonly view: View,
    readonly selected: Selected,
    readonly variables: Variables,
  ) {}
}

/** Objects of all families, or of some, by their words. */
export class OverallSearch {
  constructor(
    readonly text: string,
    readonly kinds: readonly SearchKind[] | null,
    readonly page: PageArgs,
    readonly view: View,
    readonly selected: Selected,
    readonly variables: Variables,
  ) {}
}

@QueryHandler(PartySearch)
export class PartySearchHandler implements IQueryHandler<PartySearch, Page> {
  constructor(@Inject(Queries) private readonly queries: Queries) {}

  async execute({ text, page, view, selected, variables }: PartySearch): Promise<Page> {
    const { queries } = this;
    const asked = view.scopeFor('searchParties');
    // Read first: all that the search finds is at least as new.
    view.noteReadTo(await queries.position());
    const { answer: found, shown } = await ofOneGeneration(view, asked, async (scope, walked) => {
      const hits = await queries.searchParties(text, page, scope);
      // A search reads what a hit is known by; ties and freshness are fetched where they are asked for.
      for (const edge of hits.edges) Object.assign(edge.node, { relations: undefined, freshness: undefined });
      await complete(selected, hits, { queries, scope, moment: NOW, variables, shown: walked });
      return hits;
    });
    view.noteSearch(text, found.totalCount);
    noteOnly(view, found, ({ id }) => id);
    if (found.totalCount === 0) view.noteDenied();
    else view.noteShown('SEARCH', 'searchParties', shown);
    return found;
  }
}

@QueryHandler(CaseSearch)
export class CaseSearchHandler implements IQueryHandler<CaseSearch, Page> {
  constructor(@Inject(Queries) private readonly queries: Queries) {}

  async execute({ filter, orderBy, page, view, selected, variables }: CaseSearch): Promise<Page> {
    const { queries } = this;
    const asked = view.scopeFor('searchCases');
    view.noteReadTo(await queries.position());
    const { answer: found, shown } = await ofOneGeneration(view, asked, async (scope, walked) => {
      const hits = await queries.searchCases(filter, orderBy, page, scope);
      await complete(selected, hits, { queries, scope, moment: NOW, variables, shown: walked });
      return hits;
    });
    view.noteSearch(searchTextOf(filter), found.totalCount);
    noteOnly(view, found, ({ id }) => id);
    if (filter.party && found.totalCount > 0) await this.noteParty(view, filter.party, asked);
    if (found.totalCount === 0) view.noteDenied();
    else view.noteShown('SEARCH', 'searchCases', shown);
    return found;
  }

  /** To ask for the cases of a party is to ask for him. */
  private async noteParty(view: View, key: PartyKey, scope: Scope): Promise<void> {
    const party = await this.queries.party(key, scope, NOW, BARE_NODE);
    if (party !== null) view.noteLookedUp(party.node.id);
  }
}

@QueryHandler(OverallSearch)
export class OverallSearchHandler implements IQueryHandler<OverallSearch, Page> {
  constructor(@Inject(Queries) private readonly queries: Queries) {}

  async execute({ text, kinds, page, view, selected, variables }: OverallSearch): Promise<Page> {
    const { queries } = this;
    const asked = view.scopeFor('search');
    view.noteReadTo(await queries.position());
    const { answer: found, shown } = await ofOneGeneration(view, asked, async (scope, walked) => {
      const hits = await queries.search(text, kinds, page, scope);
      await complete(selected, hits, { queries, scope, moment: NOW, variables, shown: walked });
      return hits;
    });
    view.noteSearch(text, found.totalCount);
    noteOnly(view, found, ({ kind, objectId }) => (kind === 'PARTY' || kind === 'CASE' ? (objectId as string) : null));
    if (found.totalCount === 0) view.noteDenied();
    else view.noteShown('SEARCH', 'search', shown);
    return found;
  }
}

/** Words that find one party or case name it: that is as good as asking for it. */
function noteOnly(view: View, { totalCount, edges }: Page, idOf: (node: Node) => string | null): void {
  const [only] = edges;
  const id = totalCount === 1 && only !== undefined ? idOf(only.node) : null;
  if (id !== null) view.noteLookedUp(id);
}

/** What was searched by, as the access log keeps it (sealed): the words alone where there is nothing else. */
export function searchTextOf(filter: object & { readonly text?: string }): string | null {
  const given = Object.keys(filter);
  if (given.length === 0) return null;
  return given.length === 1 && filter.text !== undefined ? filter.text : JSON.stringify(filter);
}
