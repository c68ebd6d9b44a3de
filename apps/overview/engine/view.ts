import { admit, actionOf, rolesFor } from '#access';
import type { AccessAction, AccessEntry, Admission, Asker, Caller, Operation, PrivilegeGroup } from '#access';
import { instantFromDate } from '#contracts';
import { meetsPurposeRule, NOW, type PurposeRules } from '#read-models/queries';
import type { Moment, Scope } from '../queries.js';
import type { Shown } from '../selection/walk.js';
import type { Answered } from './groups-used.js';
import { Refusal } from './refusal.js';

/** What a request brings beside its question. */
export interface RequestFacts {
  readonly caller: Caller;
  readonly transactionId: string;
  readonly authorityHeader: string | undefined;
  readonly purpose: string | null;
  /** By which the purpose is judged before the question is answered. */
  readonly purposeRules: PurposeRules;
  /** The front end that the caller came from. */
  readonly hopOrigin: string | null;
  readonly ip: string | null;
  /** A position up to which everything is known to have been read when the request came. */
  readonly positionBefore: number;
  /** What the caller has been looking at since he asked, in an earlier answer to the same question: looked up once. */
  readonly inSight?: ReadonlySet<string>;
}

/** Nodes that a field showed by the caller's right to each of them; the moment left out is now. */
export interface ShownNodes {
  readonly parties?: Iterable<string>;
  readonly objects?: Iterable<string>;
  readonly moment?: Moment;
}

/** Admissions by caller: verifying a token gives the same caller each time, so that rights are worked out once a token. */
const admissions = new WeakMap<Caller, Map<string, ReturnType<typeof admit>>>();

/**
 * One operation as one view: who asks and with what right, what its answer shows, and the entry of the access log that it
 * leaves. One a request, carried in the GraphQL context.
 */
export class View {
  readonly shown: Shown = { parties: new Set(), objects: new Set() };
  /** By which groups it was let through is worked out from these, before the entry is written. */
  readonly answered: Answered[] = [];
  private readonly fields: string[] = [];
  private readonly actions: AccessAction[] = [];
  private readonly asked = new Set<string>();
  /** The ids and keys that were asked for, in case the whole answer is withheld. */
  private readonly named = new Set<string>();
  private readonly revealed: string[] = [];
  private readonly reasons: string[] = [];
  private readonly lookedUp = new Set<string>();
  private admission: Admission | undefined;
  private authority: string | null = null;
  private denied: string | null = null;
  private searchText: string | null = null;
  private hits: number | null = null;
  private moment: Moment = NOW;
  private mustSayWhy = false;
  private readonly marks = new Set<string | null | undefined>();
  private readTo: number | undefined;

  constructor(private readonly facts: RequestFacts) {}

  /** Who acts. */
  get user(): string {
    return this.facts.caller.sub;
  }

  get transactionId(): string {
    return this.facts.transactionId;
  }

  /** The caller as a security profile knows him. */
  get asker(): Asker {
    return this.facts.caller;
  }

  /** The nodes that the caller's own number stands for in the authority. */
  ownNodes(authority: string): readonly string[] {
    return this.facts.caller.ownNodes?.get(authority) ?? [];
  }

  /** Lets the caller in to a root field, or refuses; the refusal is part of the view. @param named ids and keys, as asked */
  enter(operation: Operation, named: readonly string[]): void {
    this.fields.push(operation);
    for (const each of named) this.named.add(each);
    const answer = admissionOf(this.facts.caller, operation, this.facts.authorityHeader);
    if (answer.kind === 'refused') {
      this.authority ??= answer.authority;
      if (answer.code === 'FORBIDDEN') this.refuse(answer.code, named);
      throw new Refusal(answer.code, answer.message);
    }
    this.authority = answer.authority;
    this.admission = answer;
    this.mustSayWhy ||= answer.groups.some(({ role }) => role === 'caseworker');
    if (this.meets(this.facts.purposeRules)) return;
    this.refuse('PURPOSE_REQUIRED', named);
    throw purposeRequired();
  }

  /** Whether a caseworker may be about to be answered, for which the authority may ask for a purpose. */
  get owesPurpose(): boolean {
    return this.mustSayWhy && this.denied !== 'PURPOSE_REQUIRED';
  }

  /** Whether the purpose is one that the rules let pass. */
  meets(rules: PurposeRules): boolean {
    return !this.mustSayWhy || this.authority === null || meetsPurposeRule(rules, this.authority, this.facts.purpose);
  }

  /** By which settings the answer was read: one mark for all of it, else undefined. */
  get mark(): string | null | undefined {
    return this.marks.size === 1 ? [...this.marks][0] : undefined;
  }

  noteMark(mark: string | null | undefined): void {
    this.marks.add(mark);
  }

  /** The answer will not be given: the purpose did not do when it was read. */
  withhold(): Refusal {
    this.shown.parties.clear();
    this.shown.objects.clear();
    this.answered.length = 0;
    this.actions.length = 0;
    this.hits = null;
    this.refuse('PURPOSE_REQUIRED', this.named);
    return purposeRequired();
  }

  private refuse(code: string, named: Iterable<string>): void {
    this.denied = code;
    this.noteDenied(...named);
  }

  /** On whose behalf the read models are asked. Only after `enter` of the same field. */
  scopeFor(operation: Operation): Scope {
    return scopeOf(this.admissionFor(operation));
  }

  /** With what right the caller asks. Only after `enter` of the same field. */
  admissionFor(operation: Operation): Admission {
    const answer = admissionOf(this.facts.caller, operation, this.facts.authorityHeader);
    if (answer.kind === 'refused') throw new Refusal(answer.code, answer.message);
    return answer;
  }

  /** Whether one of the roles in effect is among these. */
  hasRole(...roles: readonly string[]): boolean {
    return this.admission?.roles.some((role) => roles.includes(role)) ?? false;
  }

  /** Notes that a field was answered. What it named by the role alone is put into `shown` beside this. */
  noteShown(action: AccessAction, operation: Operation, nodes?: ShownNodes): void {
    this.actions.push(action);
    const { parties = [], objects = [], moment = NOW } = nodes ?? {};
    const shown = { parties: [...parties], objects: [...objects], moment };
    for (const party of shown.parties) this.shown.parties.add(party);
    for (const object of shown.objects) this.shown.objects.add(object);
    const { groups } = this.admissionFor(operation);
    const hasNodes = shown.parties.length + shown.objects.length > 0;
    this.answered.push({ operation, groups, nodes: hasNodes ? shown : undefined });
  }

  /** Notes a party or case that was asked for itself and shown: what is only named on another is not looked up. */
  noteLookedUp(id: string): void {
    if (this.facts.inSight?.has(id) !== true) this.lookedUp.add(id);
  }

  /** Notes an id or key that was answered null or empty; hidden and unknown alike. */
  noteDenied(...asked: readonly string[]): void {
    this.actions.push('DENIED');
    for (const each of asked) this.asked.add(each);
  }

  /** Notes what was revealed, and why. */
  noteReveal(what: string, reason: string): void {
    this.revealed.push(what);
    this.reasons.push(reason);
  }

  /** @param hits null where they were not counted */
  noteSearch(text: string | null, hits: number | null): void {
    this.searchText =
      this.searchText === null || text === null ? (text ?? this.searchText) : `${this.searchText} | ${text}`;
    if (hits !== null) this.hits = (this.hits ?? 0) + hits;
  }

  noteMoment(moment: Moment): void {
    this.moment = { asOf: moment.asOf ?? this.moment.asOf, asKnownAt: moment.asKnownAt ?? this.moment.asKnownAt };
  }

  /** Notes up to which position everything that was used has been read. */
  noteReadTo(position: number): void {
    this.readTo = this.readTo === undefined ? position : Math.min(this.readTo, position);
  }

  /** The position that the answer carries: everything up to it is in the answer. */
  get position(): number {
    return this.readTo ?? this.facts.positionBefore;
  }

  /**
   * The entry of the access log; undefined where nobody was looked at: introspection, and questions that failed by themselves.
   * @param used the groups that let it through: see `groupsUsed`
   */
  entry(used: ReadonlySet<PrivilegeGroup>): AccessEntry | undefined {
    if (this.actions.length === 0) return undefined;
    const { caller, transactionId, purpose, hopOrigin, ip } = this.facts;
    const { authority } = this;
    const ownNodes = authority === null ? undefined : caller.ownNodes?.get(authority);
    const inEffect = authority === null ? [] : rolesFor(caller, authority);
    const groups = caller.groups.filter((group) => used.has(group));
    // Where nothing was let through, those in effect were not enough.
    const roles = groups.length === 0 ? inEffect : inEffect.filter((each) => groups.some(({ role }) => role === each));
    return {
      at: instantFromDate(new Date()),
      authority,
      user: caller.sub,
      userName: caller.name,
      unit: caller.unit,
      roles,
      ...(roles.length < inEffect.length && { rolesInEffect: inEffect }),
      grounds: [...new Set(groups.flatMap(({ grounds }) => grounds))],
      action: actionOf(this.actions),
      operation: [...this.fields, ...this.revealed].join(' '),
      purpose,
      parties: [...this.shown.parties],
      objects: [...this.shown.objects],
      ...(this.lookedUp.size > 0 && { lookedUp: [...this.lookedUp] }),
      ...(ownNodes !== undefined && { ownNodes }),
      searchText: this.searchText,
      hits: this.hits,
      asked: [...this.asked],
      ...(this.reasons.length > 0 && { reason: this.reasons.join(' | ') }),
      denied: this.denied,
      ...this.moment,
      hopOrigin,
      transactionId,
      ip,
    };
  }
}

function purposeRequired(): Refusal {
  return new Refusal('PURPOSE_REQUIRED', 'x-Purpose must say why: the authority asks for one of its purposes.');
}

function admissionOf(
  caller: Caller,
  operation: Operation,
  authorityHeader: string | undefined,
): ReturnType<typeof admit> {
  let known = admissions.get(caller);
  if (known === undefined) {
    known = new Map();
    admissions.set(caller, known);
  }
  const key = `${operation} ${authorityHeader ?? ''}`;
  let answer = known.get(key);
  if (answer === undefined) {
    answer = admit(caller, operation, authorityHeader);
    // A flood of invented headers must not fill the memory: only what can be said of a real authority is kept.
    if (answer.kind === 'admitted') known.set(key, answer);
  }
  return answer;
}

const scopes = new WeakMap<Admission, Scope>();

function scopeOf(admission: Admission): Scope {
  let scope = scopes.get(admission);
  if (scope === undefined) {
    const { authority, grounds, groups } = admission;
    scope = { authority, grounds, auditor: groups.some(({ role }) => role === 'auditor') };
    scopes.set(admission, scope);
  }
  return scope;
}
