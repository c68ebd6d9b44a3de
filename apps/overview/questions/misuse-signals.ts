import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import type { View } from '../engine/view.js';
import { Misuses } from '../queries.js';
import type { Page, PageArgs } from '../queries.js';
import type { MisuseKind } from '../types/enums.js';
import type { MisuseSignal } from '../types/misuse.type.js';

/** Look-ups that are conspicuous, of all kinds or of some. */
export class MisuseSignals {
  constructor(
    readonly kinds: readonly MisuseKind[] | null,
    readonly page: PageArgs,
    readonly view: View,
  ) {}
}

@QueryHandler(MisuseSignals)
export class MisuseSignalsHandler implements IQueryHandler<MisuseSignals, Page<MisuseSignal>> {
  constructor(@Inject(Misuses) private readonly misuses: Misuses) {}

  async execute({ kinds, page, view }: MisuseSignals): Promise<Page<MisuseSignal>> {
    const { authority } = view.scopeFor('misuseSignals');
    const found = await this.misuses.signals(authority, kinds, page);
    for (const { node } of found.edges) if (node.party !== null) view.shown.parties.add(node.party);
    view.noteShown('VIEW', 'misuseSignals');
    return found as Page<MisuseSignal>;
  }
}
