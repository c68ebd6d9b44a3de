import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import { groundOf } from '#access';
import type { Period } from '#read-models/queries';
import type { View } from '../engine/view.js';
import { Queries, Rights } from '../queries.js';
import type { PartyKey } from '../types/inputs.js';
import type { VisibleObject } from '../types/rights.type.js';
import { namesIn } from './party-view.js';
import { askerOf, showingGroups } from './rights.js';

/** What of a party a user could have seen in a period, with the rights that he had then. */
export class CouldHaveSeen {
  constructor(
    readonly user: string,
    readonly key: PartyKey,
    readonly period: Period,
    readonly view: View,
  ) {}
}

/** Answered from what was recorded: of rights that no request ever brought, nothing is known. */
@QueryHandler(CouldHaveSeen)
export class CouldHaveSeenHandler implements IQueryHandler<CouldHaveSeen, VisibleObject[]> {
  constructor(
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Rights) private readonly rights: Rights,
  ) {}

  async execute({ user, key, period, view }: CouldHaveSeen): Promise<VisibleObject[]> {
    const { authority } = view.admissionFor('couldHaveSeen');
    view.noteReadTo(await this.queries.position());
    const held = await this.rights.ofUser(authority, user);
    const stretches = held.map((rights) => ({
      from: rights.from,
      to: rights.to,
      groups: showingGroups(rights.groups).map((group) => ({
        ground: groundOf(group, askerOf(rights)),
        role: group.role,
        grounds: [...group.grounds],
      })),
    }));
    const open = await this.rights.openThroughTime(key, authority, period, stretches);
    if (open.length === 0) {
      view.noteDenied(...namesIn(key));
      return [];
    }
    const ids = [...new Set(open.map(({ objectId }) => objectId))];
    const looked = await this.rights.lookedAt(authority, user, period, ids);
    for (const { kind, objectId } of open) (kind === 'PARTY' ? view.shown.parties : view.shown.objects).add(objectId);
    view.noteShown('HISTORY', 'couldHaveSeen');
    return open.map(({ kind, objectId, from, to, group: { role, grounds } }) => {
      const seen = looked.some(({ id, at }) => id === objectId && from <= at && at < to);
      return { kind, objectId, from, to, role, grounds, seen };
    });
  }
}
