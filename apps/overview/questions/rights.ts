import { Inject } from '@nestjs/common';
import { QueryHandler } from '@nestjs/cqrs';
import type { IQueryHandler } from '@nestjs/cqrs';
import {
  allows,
  firstBar,
  groundOf,
  type Asker,
  type Bar,
  type Ground,
  type HeldRights,
  type PrivilegeGroup,
} from '#access';
import { isUuid } from '#contracts';
import type { JudgedObject } from '#read-models/queries';
import { DenialDesk } from '../engine/access-doors.js';
import type { View } from '../engine/view.js';
import { Queries, Rights } from '../queries.js';
import type { AccessBar } from '../types/enums.js';
import type {
  AccessExplanation,
  AccessGround,
  AccessHolder,
  AccessRefusal,
  GroupRefusal,
} from '../types/rights.type.js';

/** Why the caller may see an object. */
export class ExplainAccess {
  constructor(
    readonly objectId: string,
    readonly view: View,
  ) {}
}

/** Who may see an object. */
export class WhoCanSee {
  constructor(
    readonly objectId: string,
    readonly view: View,
  ) {}
}

/** Why a user may not see an object. */
export class WhyNot {
  constructor(
    readonly objectId: string,
    readonly user: string,
    readonly view: View,
  ) {}
}

/** Null where he may not see it, or there is none. */
@QueryHandler(ExplainAccess)
export class ExplainAccessHandler implements IQueryHandler<ExplainAccess, AccessExplanation | null> {
  constructor(
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Rights) private readonly rights: Rights,
  ) {}

  async execute({ objectId, view }: ExplainAccess): Promise<AccessExplanation | null> {
    const { authority, groups } = view.admissionFor('explainAccess');
    view.noteReadTo(await this.queries.position());
    const object = await objectIn(this.rights, objectId, authority);
    const letting = object === null ? [] : lettingThrough(object, groups, view.asker);
    const [first] = letting;
    if (object === null || first === undefined) {
      view.noteDenied(objectId);
      return null;
    }
    view.noteShown('VIEW', 'explainAccess', {
      [object.kind === 'party' ? 'parties' : 'objects']: [objectId.toLowerCase()],
    });
    return { ...first, groups: letting };
  }
}

/** None where the authority has no such object. */
@QueryHandler(WhoCanSee)
export class WhoCanSeeHandler implements IQueryHandler<WhoCanSee, AccessHolder[]> {
  constructor(
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Rights) private readonly rights: Rights,
  ) {}

  async execute({ objectId, view }: WhoCanSee): Promise<AccessHolder[]> {
    const { authority } = view.admissionFor('whoCanSee');
    view.noteReadTo(await this.queries.position());
    const object = await objectIn(this.rights, objectId, authority);
    if (object === null) {
      view.noteDenied(objectId);
      return [];
    }
    const holders = (await this.rights.now(authority)).flatMap((held) => holderOf(held, object));
    noteObject(view, object, objectId);
    view.noteShown('VIEW', 'whoCanSee');
    return holders;
  }
}

/** Null where the authority has no such object. */
@QueryHandler(WhyNot)
export class WhyNotHandler implements IQueryHandler<WhyNot, AccessRefusal | null> {
  constructor(
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Rights) private readonly rights: Rights,
    @Inject(DenialDesk) private readonly denials: DenialDesk,
  ) {}

  async execute({ objectId, user, view }: WhyNot): Promise<AccessRefusal | null> {
    const { authority } = view.admissionFor('whyNot');
    view.noteReadTo(await this.queries.position());
    const object = await objectIn(this.rights, objectId, authority);
    if (object === null) {
      view.noteDenied(objectId);
      return null;
    }
    const held = (await this.rights.ofUser(authority, user)).at(-1);
    const denied = await this.denials.list(authority, false);
    const isDenied = denied.some(({ claim, value }) => claim === 'sub' && value === user);
    const groups = held === undefined ? [] : refusalsOf(held, object);
    noteObject(view, object, objectId);
    view.noteShown('VIEW', 'whyNot');
    return {
      user,
      userName: held?.userName ?? null,
      unit: held?.unit ?? null,
      since: held?.from ?? null,
      isDenied,
      canSee: !isDenied && groups.some(({ bar }) => bar === null),
      groups,
    };
  }
}

/** The groups whose role shows objects at all. */
export const showingGroups = (groups: readonly PrivilegeGroup[]): PrivilegeGroup[] =>
  groups.filter(({ role }) => allows('case', role));

/** The user as a security profile knows him. */
export const askerOf = ({ user, unit }: HeldRights): Asker => ({ sub: user, unit });

const objectIn = (rights: Rights, id: string, authority: string): Promise<JudgedObject | null> =>
  isUuid(id) ? rights.judged(id.toLowerCase(), authority) : Promise.resolve(null);

function noteObject({ shown }: View, { kind }: JudgedObject, objectId: string): void {
  (kind === 'party' ? shown.parties : shown.objects).add(objectId.toLowerCase());
}

const shownGround = ({ role, grounds }: PrivilegeGroup): AccessGround => ({ role, grounds: [...grounds] });

function lettingThrough(object: JudgedObject, groups: readonly PrivilegeGroup[], asker: Asker): AccessGround[] {
  return groups.filter((group) => object.isSeenBy(groundOf(group, asker))).map(shownGround);
}

function holderOf(held: HeldRights, object: JudgedObject): AccessHolder[] {
  const groups = lettingThrough(object, showingGroups(held.groups), askerOf(held));
  const [first] = groups;
  if (first === undefined) return [];
  const { user, userName, unit, from: since } = held;
  return [{ user, userName, unit, grounds: first.grounds, groups, since }];
}

const BARS: Readonly<Record<Bar, AccessBar>> = {
  absent: 'ABSENT',
  sources: 'SOURCE',
  kle: 'KLE',
  sensitivity: 'SENSITIVITY',
  units: 'UNIT',
  classes: 'VIEW_CLASS',
  members: 'SECURITY_PROFILE',
};

function refusalsOf(held: HeldRights, object: JudgedObject): GroupRefusal[] {
  const barOf = (ground: Ground): AccessBar | null => {
    const bar = firstBar(ground, (each) => object.isSeenBy(each));
    return bar === null ? null : BARS[bar];
  };
  return [
    ...held.groups.map((group) => ({
      ...shownGround(group),
      bar: allows('case', group.role) ? barOf(groundOf(group, askerOf(held))) : ('ROLE' as const),
    })),
    ...held.denied.map(({ role }) => ({ role, grounds: [], bar: 'NOT_IN_EFFECT' as const })),
  ];
}
