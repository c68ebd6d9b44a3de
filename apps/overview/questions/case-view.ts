import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { isUuid } from '#contracts';
import type { View } from '../engine/view.js';
import { Queries } from '../queries.js';
import type { Found, Moment, Node } from '../queries.js';
import { complete } from '../selection/complete.js';
import { planNode } from '../selection/plan.js';
import type { Selected } from '../selection/selection.js';
import { foundOrNot } from './found-or-not.js';
import { noteNarrowed } from './note-narrowed.js';
import { ofOneGeneration } from './of-one-generation.js';

/** One case, with what lies on it. */
export class CaseView {
  constructor(
    readonly id: string,
    readonly moment: Moment,
    readonly view: View,
    readonly selected: Selected,
    readonly variables: Readonly<Record<string, unknown>>,
  ) {}
}

/** Null where there is no such case, or the caller may not see it. */
@QueryHandler(CaseView)
export class CaseViewHandler implements IQueryHandler<CaseView, Node | null> {
  constructor(@Inject(Queries) private readonly queries: Queries) {}

  async execute({ id, moment, view, selected, variables }: CaseView): Promise<Node | null> {
    const { queries } = this;
    view.noteMoment(moment);
    const plan = planNode(selected, variables);
    const { answer: node, shown } = await ofOneGeneration(view, view.scopeFor('case'), async (scope, walked) => {
      const find = (): Promise<Found | null> =>
        isUuid(id) ? queries.case(id.toLowerCase(), scope, moment, plan) : Promise.resolve(null);
      const found = await foundOrNot(queries, view, find);
      if (found === null) return null;
      const whole = { ...found.node, lists: found.lists };
      await complete(selected, whole, { queries, scope, moment, variables, shown: walked });
      return whole;
    });
    noteNarrowed(view, selected, variables, node);
    if (node === null) {
      view.noteDenied(id);
      return null;
    }
    view.noteLookedUp(node['id']);
    view.noteShown('VIEW', 'case', { ...shown, moment });
    return node;
  }
}
