import type { FieldChange } from '#case-history';
import { canonicalJson, type Family, type Instant } from '#contracts';
import {
  EXISTS,
  membersAt,
  valueAt,
  type AssertionRow,
  type Json,
  type OpenedRecord,
  type RecordedEvent,
  type ViewMoment,
} from '#projection-engine';
import { comparableFamilies, type ComparableFamily } from './families.js';

/** An object as it is here, against what a founding event says of it. */
export interface Comparison {
  /** False: it was never founded, or is removed. */
  readonly isHere: boolean;
  /** What we have of it, in the words of the contract. */
  readonly ours: Readonly<Record<string, unknown>>;
  /** `before` is ours, `after` what the event says. */
  readonly differences: readonly FieldChange[];
}

const NOT_HERE: Comparison = { isHere: false, ours: {}, differences: [] };

/** Registered after everything else, so that what the event says shows, whatever is registered later here. */
const LAST: Instant = '9999-12-31T23:59:59.999999Z';

/**
 * Holds a founding event against the events of its object, which are all that were stored before it. What the event can
 * state is compared with what is in force now (a change that is dated later has not come for either side); what it leaves
 * out of that counts as absent, but for what has a default. So a difference is what storing the event would change.
 */
export function compareFounding(stored: readonly OpenedRecord[], told: RecordedEvent, now: Instant): Comparison {
  const family = familyOf(told);
  const moment = momentOf(told, now);
  const row = family && rowOf(family, stored);
  if (family === undefined || row === undefined || valueAt(row, EXISTS, moment) !== true) return NOT_HERE;
  const { projection } = family;
  const ours = statedOf(family, told.objectId, row, moment);
  const saying = { ...told, time: LAST } as RecordedEvent;
  const theirs = statedOf(family, told.objectId, projection.apply(row, saying), moment);
  return { isHere: true, ours, differences: differencesBetween(ours, theirs) };
}

/** Whether the object of the founding event is there, by all that is stored of it. */
export function isThere(stored: readonly OpenedRecord[], told: RecordedEvent, now: Instant): boolean {
  const family = familyOf(told);
  const row = family && rowOf(family, stored);
  return row !== undefined && valueAt(row, EXISTS, momentOf(told, now)) === true;
}

const familyOf = ({ name }: RecordedEvent): ComparableFamily | undefined =>
  comparableFamilies[name.slice(0, name.indexOf('.')) as Family];

/** What can be read of the events of an object; undefined where nothing can. */
function rowOf({ projection }: ComparableFamily, stored: readonly OpenedRecord[]): AssertionRow | undefined {
  let row: AssertionRow | undefined;
  for (const event of stored) if (!event.erased) row = projection.apply(row, event);
  return row;
}

/** Now, but where the event holds only later, or held only until earlier: then its own beginning. */
function momentOf({ effectiveFrom, effectiveTo }: RecordedEvent, now: Instant): ViewMoment {
  const isNow = effectiveFrom <= now && (effectiveTo === null || effectiveTo > now);
  return { asOf: isNow ? now : effectiveFrom, knownAt: null };
}

/** Names of attributes that tell of the row itself. */
const OWN: ReadonlySet<string> = new Set([EXISTS]);

/** All that is claimed of the object as it applies at the moment, by the names of the contract. */
export function statedOf(
  family: ComparableFamily,
  objectId: string,
  row: AssertionRow,
  moment: ViewMoment,
): Record<string, unknown> {
  const stated: Record<string, unknown> = {};
  const groups = new Set<string>();
  for (const name of Object.keys(row.attributes)) {
    const slash = name.indexOf('/');
    if (slash > 0) groups.add(name.slice(0, slash));
    else if (name.endsWith('*')) groups.add(name.slice(0, -1));
    else if (!OWN.has(name)) stated[name] = valueAt(row, name, moment) ?? null;
  }
  for (const group of groups) {
    const reading = family.groups[group];
    const read = reading?.read ?? ((key: string, value: Json): unknown => ({ key, value }));
    const members = membersAt(row, group, moment).map(({ key, value }) => read(key, value));
    stated[reading?.field ?? group] = members.length === 0 ? null : members;
  }
  return { ...stated, ...family.resolved?.(objectId, row, moment) };
}

/** Field by field, each as a whole: half an actor or half a decision would say nothing. Undefined and null are both "none". */
export function differencesBetween(
  ours: Readonly<Record<string, unknown>>,
  theirs: Readonly<Record<string, unknown>>,
): FieldChange[] {
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort();
  return names.flatMap((name) => {
    const [before, after] = [ours[name] ?? null, theirs[name] ?? null];
    return canonicalJson(before) === canonicalJson(after) ? [] : [{ path: `/${escaped(name)}`, before, after }];
  });
}

/** As JSON Pointer (RFC 6901) wants it. */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
