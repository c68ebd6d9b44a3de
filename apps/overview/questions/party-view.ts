import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import type { View } from '../engine/view.js';
import { Queries } from '../queries.js';
import type { Moment, Node } from '../queries.js';
import { complete } from '../selection/complete.js';
import { planNode } from '../selection/plan.js';
import type { Selected } from '../selection/selection.js';
import type { PartyKey } from '../types/inputs.js';
import { foundOrNot } from './found-or-not.js';
import { noteNarrowed } from './note-narrowed.js';
import { ofOneGeneration } from './of-one-generation.js';

/** The 360° view of a party. */
export class PartyView {
  constructor(
    readonly key: PartyKey,
    readonly moment: Moment,
    readonly view: View,
    readonly selected: Selected,
    readonly variables: Readonly<Record<string, unknown>>,
  ) {}
}

/** Null where there is no such party, or the caller may not know of it. */
@QueryHandler(PartyView)
export class PartyViewHandler implements IQueryHandler<PartyView, Node | null> {
  constructor(@Inject(Queries) private readonly queries: Queries) {}

  async execute({ key, moment, view, selected, variables }: PartyView): Promise<Node | null> {
    const { queries } = this;
    view.noteMoment(moment);
    const plan = planNode(selected, variables);
    const { answer: node, shown } = await ofOneGeneration(view, view.scopeFor('party'), async (scope, walked) => {
      const found = await foundOrNot(queries, view, () => queries.party(key, scope, moment, plan));
      if (found === null) return null;
      const whole = { ...found.node, lists: found.lists };
      await complete(selected, whole, { queries, scope, moment, variables, shown: walked });
      return whole;
    });
    noteNarrowed(view, selected, variables, node);
    if (node === null) {
      view.noteDenied(...namesIn(key));
      return null;
    }
    view.noteLookedUp(node['id']);
    view.noteShown('VIEW', 'party', { ...shown, moment });
    return node;
  }
}

/** The key as asked. */
export function namesIn({ id, cpr, cvr, pnr, replacement, other }: PartyKey): string[] {
  const ofSource = replacement ?? other;
  return [id ?? cpr ?? cvr ?? pnr ?? `${ofSource?.source ?? ''} ${ofSource?.value ?? ''}`];
}
