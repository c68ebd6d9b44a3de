import { admit, actionOf } from '#access';
import type { AccessAction, AccessEntry, Admission, Caller, Operation } from '#access';
import { instantFromDate } from '#contracts';
import type { Moment, Scope } from '../queries.js';
import type { Shown } from '../selection/walk.js';
import { Refusal } from './refusal.js';

/** What a request brings beside its question. */
export interface RequestFacts {
  readonly caller: Caller;
  readonly transactionId: string;
  readonly authorityHeader: string | undefined;
  readonly purpose: string | null;
  readonly ip: string | null;
  /** A position up to which everything is known to have been read when the request came. */
  readonly positionBefore: number;
}

/** Admissions by caller: verifying a token gives the same caller each time, so that rights are worked out once a token. */
const admissions = new WeakMap<Caller, Map<string, ReturnType<typeof admit>>>();

/**
 * One operation as one view: who asks and with what right, what its answer shows, and the entry of the access log that it
 * leaves. One a request, carried in the GraphQL context.
 */
export class View {
  readonly shown: Shown = { parties: new Set(), objects: new Set() };
  private readonly fields: string[] = [];
  private readonly actions: AccessAction[] = [];
  private readonly asked: string[] = [];
  private readonly grounds = new Set<string>();
  private admission: Admission | undefined;
  private authority: string | null = null;
  private denied: string | null = null;
  private searchText: string | null = null;
  private hits: number | null = null;
  private moment: Moment = { asOf: null, asKnownAt: null };
  private readTo: number | undefined;

  constructor(private readonly facts: RequestFacts) {}

  /** Who acts. */
  get user(): string {
    return this.facts.caller.sub;
  }

  get transactionId(): string {
    return this.facts.transactionId;
  }

  /** Lets the caller in to a root field, or refuses; the refusal is part of the view. */
  enter(operation: Operation): void {
    this.fields.push(operation);
    const answer = admissionOf(this.facts.caller, operation, this.facts.authorityHeader);
    if (answer.kind === 'refused') {
      this.authority ??= answer.authority;
      if (answer.code === 'FORBIDDEN') {
        this.denied = answer.code;
        this.actions.push('DENIED');
      }
      throw new Refusal(answer.code, answer.message);
    }
    this.authority = answer.authority;
    this.admission = answer;
  }

  /** On whose behalf the read models are asked. Only after `enter` of the same field. */
  scopeFor(operation: Operation): Scope {
    const answer = admissionOf(this.facts.caller, operation, this.facts.authorityHeader);
    if (answer.kind === 'refused') throw new Refusal(answer.code, answer.message);
    return scopeOf(answer);
  }

  /** Whether one of the roles in effect is among these. */
  hasRole(...roles: readonly string[]): boolean {
    return this.admission?.roles.some((role) => roles.includes(role)) ?? false;
  }

  /** Notes that a node or list was shown. What it named is in `shown`. */
  noteShown(action: AccessAction, operation: Operation): void {
    this.actions.push(action);
    const answer = admissionOf(this.facts.caller, operation, this.facts.authorityHeader);
    if (answer.kind === 'admitted')
      for (const group of answer.groups) for (const ground of group.grounds) this.grounds.add(ground);
  }

  /** Notes an id or key that was answered null or empty; hidden and unknown alike. */
  noteDenied(...asked: readonly string[]): void {
    this.actions.push('DENIED');
    this.asked.push(...asked);
  }

  noteSearch(text: string | null, hits: number): void {
    this.searchText =
      this.searchText === null || text === null ? (text ?? this.searchText) : `${this.searchText} | ${text}`;
    this.hits = (this.hits ?? 0) + hits;
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

  /** The entry of the access log; undefined where nobody was looked at: introspection, and questions that failed by themselves. */
  entry(): AccessEntry | undefined {
    if (this.actions.length === 0) return undefined;
    const { caller, transactionId, purpose, ip } = this.facts;
    return {
      at: instantFromDate(new Date()),
      authority: this.authority,
      user: caller.sub,
      userName: caller.name,
      unit: caller.unit,
      roles: this.admission?.roles ?? [],
      grounds: [...this.grounds],
      action: actionOf(this.actions),
      operation: this.fields.join(' '),
      purpose,
      parties: [...this.shown.parties],
      objects: [...this.shown.objects],
      searchText: this.searchText,
      hits: this.hits,
      asked: this.asked,
      denied: this.denied,
      ...this.moment,
      hopOrigin: null,
      transactionId,
      ip,
    };
  }
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
