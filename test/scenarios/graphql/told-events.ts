import { randomUUID } from 'node:crypto';

export const AUTHORITY = '29189846';

let count = 0;

/** An event of a source, registered now unless said otherwise. */
export function told(
  source: string,
  type: string,
  subject: string,
  data: object,
  over: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: `told-${++count}-${randomUUID()}`,
    source,
    type: `dk.overblik.${type}.v1`,
    subject,
    time: new Date().toISOString(),
    authority: AUTHORITY,
    data,
    ...over,
  };
}

/** The data of a case with one party. */
export function caseData(caseNumber: string, over: object = {}, cpr = '6101800001', name = 'Karla Eksempel'): object {
  const party = { kind: 'person', identifier: { type: 'cpr', value: cpr }, name };
  return {
    caseNumber,
    title: 'Sygedagpenge',
    kle: '32.18.04',
    sensitivity: 'confidential',
    openedOn: '2026-01-01',
    parties: [{ role: 'primary', party }],
    ...over,
  };
}

/** What a source tells of its cases and its snapshots. */
export const snapshotTellings = (
  teller: () => { readonly source: string; readonly system: string },
): {
  registered(id: string, data: object, over?: object): Record<string, unknown>;
  started(snapshotId: string, counts?: object): Record<string, unknown>;
  completed(snapshotId: string, counts?: object): Record<string, unknown>;
} => {
  const mark =
    (what: 'started' | 'completed') =>
    (snapshotId: string, counts: object = { case: 1 }): Record<string, unknown> =>
      told(teller().source, `source.snapshot-${what}`, teller().system, { snapshotId, counts });
  return {
    registered: (id, data, over = {}) => told(teller().source, 'case.registered', `case/${id}`, data, { ...over }),
    started: mark('started'),
    completed: mark('completed'),
  };
};
