import { randomUUID } from 'node:crypto';
import { createAccessLog, type AccessEntry } from '#access';
import { instantFromDate } from '#contracts';
import type { Moment } from '#read-models/queries';
import type { Session } from './session.js';

/** What a command showed, or what it was asked for in vain. */
export interface Shown {
  readonly authority: string;
  readonly operation: keyof typeof ACTIONS;
  readonly moment: Moment;
  readonly parties: Iterable<string>;
  readonly objects: Iterable<string>;
  /** The key as asked, where nothing was shown. */
  readonly asked: readonly string[];
  /** Of a search: by what, and how many there were. */
  readonly search?: { readonly text: string; readonly hits: number };
}

const ACTIONS = {
  party: 'VIEW',
  caseHistory: 'HISTORY',
  partyHistory: 'HISTORY',
  objectHistory: 'HISTORY',
  export: 'EXPORT',
  exportAccessLog: 'EXPORT',
} as const;

/** Writes the one access entry of a view; the answer must not be given before this resolves. */
export async function leaveTrace({ stores, operator }: Session, shown: Shown): Promise<void> {
  const { authority, operation, moment, asked, search } = shown;
  const parties = [...new Set(shown.parties)];
  const objects = [...new Set(shown.objects)];
  const isDenied = parties.length === 0 && objects.length === 0 && search === undefined;
  const entry: AccessEntry = {
    at: instantFromDate(new Date()),
    authority,
    user: operator,
    userName: null,
    unit: null,
    roles: ['operator'],
    grounds: [],
    action: isDenied ? 'DENIED' : ACTIONS[operation],
    operation,
    purpose: null,
    parties,
    objects,
    searchText: search?.text ?? null,
    hits: search?.hits ?? null,
    asked,
    denied: null,
    ...moment,
    hopOrigin: null,
    transactionId: randomUUID(),
    ip: null,
  };
  await createAccessLog({ store: stores.accessLogStore, seal: stores.accessParts.seal }).record(entry);
}
