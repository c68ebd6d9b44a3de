import { SOURCES, uuid, type Municipality } from './plain-world.js';
import { eventsOf } from './telling.js';

/* What two sources tell: live, then each in a snapshot, then what has gone. */

export const [LEGACY = '', SUCCESSOR = '', BYSTANDER = ''] = SOURCES;
export type Family = 'case' | 'document' | 'journal-note';
export type Said = Readonly<Record<string, unknown>>;

/** An object as its source told of it before its snapshot and in it; null: there it is not named. */
export interface Told {
  readonly family: Family;
  readonly id: string;
  readonly source: string;
  readonly before: Said | null;
  readonly inSnapshot: Said | null;
  /** What became of it when both snapshots had come. */
  readonly gone: 'removed' | 'purged' | null;
}

export interface RawEvent {
  readonly type: string;
  readonly subject: string;
  readonly source: string;
  readonly data: Said;
}

const FOUNDING = /\.(case|document)\.registered\.|\.journal-note\.recorded\./;
export const isFounding = ({ type }: RawEvent): boolean => FOUNDING.test(type);
/** What else is told: what objects are judged by, and whom they name. Other changes of cases come by snapshots alone. */
const BESIDE = /\.(source|unit|party)\.|\.case\.(visibility-restricted|security-profile-set)\./;

/** The cases on which it is said to lie. */
export const caseIdsIn = ({ caseId, cases }: Said): string[] =>
  typeof caseId === 'string' ? [caseId] : ((cases ?? []) as { caseId: string }[]).map((link) => link.caseId);

/** How many objects a source says that it has, by source and family. */
export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The events by stages, each of which is handed in when the one before it is visible. */
export function stagesOf(
  first: Municipality,
  objects: readonly Told[],
  counts: Counts,
  authority: string,
): (readonly object[])[] {
  const raw = eventsOf(first, authority) as RawEvent[];
  const event = (
    source: string,
    subject: string,
    type: string,
    data: object,
    when: string,
    over: object = {},
  ): object => ({
    ...{ specversion: '1.0', id: `${type} ${subject} ${when}`, source, authority, subject, data },
    ...{ type: `dk.overblik.${type}.v1`, time: `${when}T08:00:00Z`, ...over },
  });
  const registered = (family: Family): string =>
    family === 'journal-note' ? 'journal-note.recorded' : `${family}.registered`;
  const founding = (each: Told, said: Said, when: string, over: object = {}): object =>
    event(each.source, `${each.family}/${each.id}`, registered(each.family), said, when, over);
  const snapshotOf = (source: string): object[] => {
    const mark = (what: string): object =>
      event(
        source,
        `source/${uuid(0, SOURCES.indexOf(source))}`,
        `source.snapshot-${what}`,
        { snapshotId: 's', counts: counts[source] },
        '2024-06-01',
      );
    const told = objects.flatMap((each) =>
      each.source === source && each.inSnapshot !== null
        ? founding(each, each.inSnapshot, '2024-06-01', { snapshotid: 's' })
        : [],
    );
    return [mark('started'), ...told, mark('completed')];
  };
  const goneOf = ({ family, id, source, gone }: Told): object[] =>
    gone === null
      ? []
      : [
          event(
            source,
            `${family}/${id}`,
            `${family}.${gone}`,
            gone === 'removed' ? { reason: 'Fejl' } : { basis: 'Frist' },
            '2024-07-01',
          ),
        ];
  return [
    [
      ...raw.filter(({ type }) => BESIDE.test(type)),
      ...objects.flatMap((each) => (each.before === null ? [] : founding(each, each.before, '2024-01-10'))),
    ],
    snapshotOf(LEGACY),
    snapshotOf(SUCCESSOR),
    objects.flatMap(goneOf),
  ];
}
