import { catalogue, isUuid, URL_NAMESPACE, uuidV5, type DataOf, type Instant } from '#contracts';
import type { AppendRequest, EventStore } from '#event-store';
import { idOfStream, type MentionDraft, type OpenedEvent } from '#personal-data';
import { snapshotIdIn, type Standing, type Verdict } from './admission.js';
import type { JudgedEvent } from './ending.js';
import type { FitEvent } from './judge.js';
import { operationEvent } from './operation-events.js';

/** A founding event of a snapshot as it would be stored, with what it calls parties. */
export interface ToldObject {
  readonly stream: string;
  readonly event: Extract<OpenedEvent, { readonly erased: false }>;
  readonly mentions: readonly MentionDraft[];
}

/** `missing`: the object is not here; `different`: it is not as the event says; `same`: storing it would change nothing. */
export type SnapshotOutcome = 'missing' | 'different' | 'same';

/** Holds founding events against what is stored of their objects now; one outcome each, in order. */
export type CompareSnapshot = (told: readonly ToldObject[], now: Instant) => Promise<readonly SnapshotOutcome[]>;

interface DeskDependencies {
  readonly store: EventStore;
  readonly compareSnapshot?: CompareSnapshot;
}

/** What is told of the events of one snapshot in one step. */
interface Findings {
  readonly authority: string;
  readonly source: string;
  readonly snapshotId: string;
  readonly missing: string[];
  readonly different: string[];
  readonly named: string[];
  readonly sequences: string[];
}

/**
 * Compares the founding events of snapshots with what is stored, and tells what was found in an event of its own. That
 * event comes first: where the process stops between the two, the sender, who has no receipt, sends again, and what was
 * found is told again. In the other order it would be lost, for a stored event is a duplicate and is not compared.
 */
export class SnapshotDesk {
  constructor(private readonly dependencies: DeskDependencies) {}

  /** The verdicts, with `same` for what equals what is stored. Costs nothing where no event is of a snapshot. */
  async compare(
    judged: readonly JudgedEvent[],
    verdicts: readonly Verdict[],
    standing: Standing,
    now: Instant,
  ): Promise<readonly Verdict[]> {
    if (!judged.some(isOfSnapshot)) return verdicts;
    const { compareSnapshot, store } = this.dependencies;
    const fits = judged.flatMap((each, index) =>
      isOfSnapshot(each) && each.kind === 'fit' && verdicts[index]?.kind === 'append' ? [{ fit: each, index }] : [],
    );
    const told = fits.map(({ fit }) => toldOf(fit, now));
    const outcomes =
      compareSnapshot === undefined || told.length === 0
        ? fits.map((): SnapshotOutcome => 'different')
        : await compareSnapshot(told, now);
    const compared = new Map(fits.map(({ index }, at) => [index, outcomes[at]]));
    const acts = actsOf(judged, compared, standing, now);
    if (acts.length > 0) await store.appendAll(acts);
    return verdicts.map((verdict, index) => (compared.get(index) === 'same' ? SAME : verdict));
  }
}

const SAME: Verdict = { kind: 'same' };

/**
 * Where a step that begins at `from` ends: before an event of a snapshot whose object the step names already, since it is
 * to be compared with what the events before it have stored.
 */
export function endOfStep(raw: readonly unknown[], from: number, most: number): number {
  const end = Math.min(raw.length, from + most);
  let first = from;
  while (first < end && snapshotOf(raw[first]) === undefined) first++;
  if (first === end) return end;
  const named = new Set<unknown>();
  for (let at = from; at < end; at++) {
    const subject = subjectOf(raw[at]);
    if (named.has(subject) && snapshotOf(raw[at]) !== undefined) return at;
    named.add(subject);
  }
  return end;
}

const snapshotOf = (raw: unknown): unknown => (raw as { snapshotid?: unknown } | null | undefined)?.snapshotid;

function subjectOf(raw: unknown): unknown {
  const subject = (raw as { subject?: unknown } | null | undefined)?.subject;
  return typeof subject === 'string' ? subject.toLowerCase() : raw;
}

function isOfSnapshot(judged: JudgedEvent): boolean {
  if (judged.kind === 'fit')
    return judged.founding && judged.event.snapshotId !== null && judged.event.family !== 'source';
  return typeof judged.envelope?.snapshotId === 'string' && namedByUnfit(judged.envelope) !== undefined;
}

/** The object that a refused founding event names, where that much of it can be read. */
function namedByUnfit({ type, subject }: { readonly type: string; readonly subject: string }): string | undefined {
  const definition = catalogue.byType.get(type);
  if (definition?.founding !== true || definition.family === 'source') return undefined;
  const isNamed = isUuid(subject.slice(-36)) && subject.slice(0, -37) === definition.family;
  return isNamed ? subject.toLowerCase() : undefined;
}

function toldOf(fit: FitEvent, now: Instant): ToldObject {
  const { event, stream } = fit;
  const told = {
    name: event.name,
    erased: false as const,
    data: fit.stored,
    position: Number.MAX_SAFE_INTEGER,
    recordedAt: now,
    stream,
    eventId: fit.eventId,
    authority: event.authority,
    source: event.source,
    id: event.id,
    objectId: event.objectId,
    nodeId: event.family === 'party' ? idOfStream(stream) : null,
    time: event.time,
    effectiveFrom: event.effectiveFrom,
    effectiveTo: event.effectiveTo,
    sequence: event.sequence,
    registeredBy: event.registeredBy,
    correlationId: event.correlationId,
    causationId: event.causationId,
    snapshotId: event.snapshotId,
    silent: event.silent,
    contentHash: fit.contentHash,
  };
  // The data is that of the event's name: it passed that schema.
  return { stream, event: told as unknown as ToldObject['event'], mentions: fit.mentions };
}

/** One event for each snapshot of the step that has anything to tell. */
function actsOf(
  judged: readonly JudgedEvent[],
  compared: ReadonlyMap<number, SnapshotOutcome | undefined>,
  { traces }: Standing,
  now: Instant,
): AppendRequest[] {
  const bySnapshot = new Map<string, Findings>();
  judged.forEach((each, index) => {
    if (!isOfSnapshot(each)) return;
    const envelope = each.kind === 'fit' ? each.event : each.envelope;
    if (envelope?.snapshotId === null || envelope?.snapshotId === undefined) return;
    const { authority, source, snapshotId } = envelope;
    const key = JSON.stringify([authority, source, snapshotId]);
    const findings = bySnapshot.get(key) ?? {
      ...{ authority, source, snapshotId },
      ...{ missing: [], different: [], named: [], sequences: [] },
    };
    bySnapshot.set(key, findings);
    const object = each.kind === 'fit' ? `${each.event.family}/${each.event.objectId}` : namedByUnfit(envelope);
    if (object === undefined) return;
    const outcome = compared.get(index);
    if (outcome === 'missing' || outcome === 'different') findings[outcome].push(object);
    // A known event that was stored as one of this snapshot was told of then.
    else if (each.kind !== 'fit' || snapshotIdIn(traces.get(each.eventId)) !== snapshotId) findings.named.push(object);
    if (outcome === 'same' && each.kind === 'fit' && each.event.sequence !== null)
      findings.sequences.push(each.event.sequence);
  });
  return [...bySnapshot.values()]
    .filter(({ missing, different, named }) => missing.length + different.length + named.length > 0)
    .map((findings) => actOf(findings, now));
}

/** Named by what it says: the same events sent again, and found the same, are told of once. */
function actOf({ authority, sequences, ...findings }: Findings, now: Instant): AppendRequest {
  const said = { ...findings, sequences: rangesOf(sequences) };
  const actId = uuidV5(URL_NAMESPACE, `snapshot-compared|${authority}|${JSON.stringify(said)}`);
  const data: DataOf<'operation.snapshot-compared'> = { actId, ...said };
  return operationEvent('operation.snapshot-compared', authority, data, now);
}

/** Ascending ranges without touch. */
function rangesOf(sequences: readonly string[]): [string, string][] {
  const ranges: [bigint, bigint][] = [];
  for (const number of sequences.map(BigInt).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))) {
    const last = ranges.at(-1);
    if (last !== undefined && number <= last[1] + 1n) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([from, to]) => [from.toString(), to.toString()]);
}
