import { Inject } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { statedReason } from '#contracts';
import { BARE_NODE, NOW, type PartyView } from '#read-models/queries';
import { badInput, notFound } from '../engine/refusal.js';
import type { View } from '../engine/view.js';
import { Queries } from '../queries.js';
import { ofOneGeneration } from '../questions/of-one-generation.js';
import type { RevealInput } from '../types/access-inputs.js';
import type { RevealKind } from '../types/enums.js';
import type { Revealed } from '../types/revealed.type.js';

/** Shows once what every view masks or hides. */
export class Reveal {
  constructor(
    readonly input: RevealInput,
    readonly view: View,
  ) {}
}

@CommandHandler(Reveal)
export class RevealHandler implements ICommandHandler<Reveal, Revealed> {
  constructor(@Inject(Queries) private readonly queries: Queries) {}

  async execute({ input: { party: id, what, reason }, view }: Reveal): Promise<Revealed> {
    const scope = view.scopeFor('reveal');
    const why = statedReason(reason);
    if (why === null) throw badInput('reason must say why.');
    const { answer: seen } = await ofOneGeneration(view, scope, (read) =>
      this.queries.party({ id }, read, NOW, BARE_NODE),
    );
    const party = seen === null ? null : await this.queries.revealed(seen.node.id, scope);
    if (seen === null || party === null) {
      view.noteDenied(id);
      throw notFound('There is no such party.');
    }
    view.noteReadTo(seen.position);
    view.noteReveal(what, why);
    view.noteShown('REVEAL', 'reveal', { parties: [party.id] });
    view.noteLookedUp(party.id);
    // What other objects call it is never protected: it is what the view shows.
    return revealedOf({ ...party, name: party.name ?? (seen.node['name'] as string | null) }, what);
  }
}

function revealedOf({ id: party, identifiers, name, address }: PartyView, what: RevealKind): Revealed {
  const nothing = { party, identifiers: null, name: null, address: null };
  switch (what) {
    case 'IDENTIFIER':
      return { ...nothing, identifiers };
    case 'NAME':
      return { ...nothing, name };
    case 'ADDRESS':
      return { ...nothing, address };
  }
}
