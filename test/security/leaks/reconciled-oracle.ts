import type { Group, PlainCaller } from './callers.js';
import { oracleOf, type Oracle } from './oracle.js';
import type { PlainCase } from './plain-world.js';
import { caseIdsIn, LEGACY, SUCCESSOR, type Family, type Said, type Told } from './reconciled-telling.js';
import type { ReconciledMunicipality } from './reconciled-world.js';

/** What the reports tell somebody: every list as lines in order of text, or that he is refused. */
export type Reports = Readonly<Record<string, readonly string[]>>;

/** The party that a CPR number stands for. */
export type PartyOf = (cpr: string) => string;

const wasThere = ({ gone }: { readonly gone: string | null }): boolean => gone !== 'purged';

/** "Pass only groups of roles that may call": auditors and operators are told; an operator is bound by profiles, as a caseworker is. */
function readerOf({ letter }: ReconciledMunicipality, caller: PlainCaller): PlainCaller {
  const groups = caller.groups.flatMap((group): Group[] => {
    if (group.in !== letter || group.fault !== null) return [];
    if (group.role === 'auditor') return [group];
    return group.role === 'operator'
      ? [{ ...group, role: 'caseworker', kle: group.kle ?? ['*'], level: group.level ?? 3 }]
      : [];
  });
  return { ...caller, groups };
}

/** Restricted by view classes and security profiles alone. */
const isUnrestricted = ({ kle, level, units, sources }: Group): boolean =>
  (kle?.includes('*') ?? true) && (level ?? 3) === 3 && units === null && sources === null;

/** Which objects a report may name to the caller, and which cases he sees. */
interface Reach {
  readonly sees: Oracle;
  readonly seesId: (caseId: string) => boolean;
  readonly isTold: (object: Told) => boolean;
  readonly isUnrestricted: boolean;
}

/**
 * Who is restricted by more than classes and profiles is told of the cases that he sees; others of everything but what is, lies or
 * ever lay on a case that those hide, judged as it was at last, or that is a document lying elsewhere too. Of what is purged
 * nothing is left to judge by.
 */
function reachOf(municipality: ReconciledMunicipality, reader: PlainCaller): Reach {
  const { last } = municipality;
  const cases = new Map(last.cases.map((each) => [each.id, each]));
  const sees = oracleOf(last, reader);
  const whole = { ...reader, groups: reader.groups.filter(isUnrestricted) };
  const [open, wasOpen] = [oracleOf(last, whole), oracleOf(last, whole, wasThere)];
  const seesId = (id: string): boolean => {
    const found = cases.get(id);
    return found !== undefined && sees.case(found);
  };
  const isHidden = (id: string): boolean => {
    const found = cases.get(id);
    return found !== undefined && wasThere(found) && !wasOpen.case(found);
  };
  const isOpen = (id: string): boolean => {
    const found = cases.get(id);
    return found !== undefined && open.case(found);
  };
  const isTold = (object: Told): boolean => {
    if (object.family === 'case' && seesId(object.id)) return true;
    if (whole.groups.length === 0) return false;
    if (!wasThere(object)) return true;
    if (object.family === 'case') return !isHidden(object.id);
    const lying = [object.before, object.inSnapshot].flatMap((said) => (said === null ? [] : caseIdsIn(said)));
    const lies = caseIdsIn(object.inSnapshot ?? object.before ?? {});
    const liesElsewhere = object.family === 'document' && lies.some(isOpen);
    return liesElsewhere || !lying.some(isHidden);
  };
  return { sees, seesId, isTold, isUnrestricted: whole.groups.length > 0 };
}

/** What each report must tell the caller. */
export function reportsFor(municipality: ReconciledMunicipality, caller: PlainCaller, partyOf: PartyOf): Reports {
  const reader = readerOf(municipality, caller);
  if (reader.groups.length === 0) return { refused: ['yes'] };
  const reach = reachOf(municipality, reader);
  return {
    ...snapshotOf(municipality, LEGACY, reach, partyOf),
    ...snapshotOf(municipality, SUCCESSOR, reach, partyOf),
    ...pairsFor(municipality, reader, reach.sees, partyOf),
  };
}

/** What the caller is told of, by list and without the values; null where he is refused. */
export function entriesFor(
  municipality: ReconciledMunicipality,
  caller: PlainCaller,
  partyOf: PartyOf,
): ReadonlyMap<string, ReadonlySet<string>> | null {
  const reports = reportsFor(municipality, caller, partyOf);
  if (reports['refused'] !== undefined) return null;
  const lists = ['missingHere', 'missingThere', 'differing', 'STANDING', 'GONE'];
  return new Map(
    lists.map((list) => {
      const lines = Object.entries(reports).flatMap(([name, told]) => (name.endsWith(list) ? told : []));
      return [
        list,
        new Set(list === 'differing' ? lines.map((each) => (JSON.parse(each) as unknown[])[0] as string) : lines),
      ];
    }),
  );
}

function snapshotOf(
  { objects, counts }: ReconciledMunicipality,
  source: string,
  reach: Reach,
  partyOf: PartyOf,
): Reports {
  const own = objects.filter((each) => each.source === source);
  const told = own.filter(reach.isTold);
  const announced = counts[source] ?? {};
  const named = ({ inSnapshot }: Told): boolean => inSnapshot !== null;
  const missingHere = told.filter((each) => each.before === null);
  const missingThere = told.filter((each) => !named(each) && each.gone === null && each.family in announced);
  const differing = told
    .filter((each) => changesOf(each, partyOf, () => true).length > 0)
    .map((each) => ({ each, changes: tellsFields(each, reach) ? changesOf(each, partyOf, reach.seesId) : [] }));
  const numberOf = (all: readonly Told[], family: string): number =>
    all.filter((each) => each.family === family && named(each)).length;
  const families = [...new Set([...Object.keys(announced), ...told.filter(named).map(({ family }) => family)])];
  const counted = families.map((family) => {
    const all = announced[family];
    const hidden = numberOf(own, family) - numberOf(told, family);
    return `${family} ${all === undefined ? 'null' : all - hidden} ${numberOf(told, family)}`;
  });
  return {
    [`${source} missingHere`]: sorted(missingHere.map(nameOf)),
    [`${source} missingThere`]: sorted(missingThere.map(nameOf)),
    [`${source} differing`]: sorted(differing.map(({ each, changes }) => line(nameOf(each), changes.sort()))),
    [`${source} different`]: sorted(differing.flatMap(({ changes }) => changes)),
    [`${source} counts`]: reach.isUnrestricted ? sorted(counted) : [],
  };
}

export const nameOf = ({ family, id }: Pick<Told, 'family' | 'id'>): string => `${family}/${id}`;

/** Whoever does not see all the cases on which it lay when it was named is not told in what it differs; what is gone tells nothing. */
const tellsFields = ({ family, id, before, gone }: Told, { seesId }: Reach): boolean =>
  gone === null && (family === 'case' ? seesId(id) : caseIdsIn(before ?? {}).every(seesId));

/** The fields in which the snapshot's telling differs, with links to the cases that are seen alone. */
function changesOf(
  { family, id, before, inSnapshot }: Told,
  partyOf: PartyOf,
  isSeen: (caseId: string) => boolean,
): string[] {
  if (before === null || inSnapshot === null) return [];
  const [ours, theirs] = [before, inSnapshot].map((said) => stated(family, said, partyOf, isSeen));
  const fields = [...new Set([...Object.keys(ours ?? {}), ...Object.keys(theirs ?? {})])];
  return fields.flatMap((field) => {
    const [one, other] = [ours?.[field] ?? null, theirs?.[field] ?? null];
    return line(one) === line(other) ? [] : [line(id, before['caseNumber'] ?? null, `/${field}`, one, other)];
  });
}

/** In the words of the contract; parties by their ids, members as lists, of which an empty one says nothing. */
function stated(family: Family, said: Said, partyOf: PartyOf, isSeen: (caseId: string) => boolean): Said {
  const { parties, responsibleUnit, parentCaseId, caseId, cases, ...fields } = said;
  const listed = (list: readonly unknown[]): unknown => (list.length === 0 ? null : list);
  const links = (cases ?? []) as { caseId: string }[];
  return {
    ...fields,
    parties: listed(
      partiesOf(parties, partyOf).map(({ role, party }) => (family === 'case' ? { role, party } : { party })),
    ),
    responsibleUnit: unitOf(responsibleUnit),
    parentCaseId: listed([parentCaseId].filter((id) => typeof id === 'string' && isSeen(id))),
    cases: listed(links.filter(({ caseId }) => isSeen(caseId)).map((link) => ({ ...link, version: null }))),
    ...(caseId === undefined ? {} : { caseId: typeof caseId === 'string' && isSeen(caseId) ? caseId : null }),
  };
}

const partiesOf = (parties: unknown, partyOf: PartyOf): { role: string; party: string }[] =>
  ((parties ?? []) as { role: string; party: { identifier: { value: string } } }[]).map(({ role, party }) => ({
    role,
    party: partyOf(party.identifier.value),
  }));
const unitOf = (actor: unknown): object | null =>
  actor === undefined || actor === null ? null : { kind: 'UNIT', id: (actor as { id: string }).id, name: null };

/** What the view compares of a case, in its words. */
function viewed(said: Said, partyOf: PartyOf): Said {
  const { title, kle, facet = null, sensitivity, statusText = null, openedOn, responsibleUnit, parties } = said;
  const people = partiesOf(parties, partyOf).map(({ role, party }) => ({ role: role.toUpperCase(), party }));
  return {
    ...{ title, kle, facet, statusText, openedOn },
    sensitivity: String(sensitivity).replace(/[A-Z]/g, '_$&').toUpperCase(),
    responsibleUnit: unitOf(responsibleUnit),
    parties: people.length === 0 ? null : people,
  };
}

/** What was said of a case after each stage: null where it was not there. */
const courseOf = ({ source, before, inSnapshot, gone }: Told): (Said | null)[] => {
  const after = inSnapshot ?? before;
  return [before, source === LEGACY ? after : before, after, gone === null ? after : null];
};

interface Difference {
  readonly text: string;
  readonly stands: boolean;
}

/** The differences of two cases while they were a pair, stage by stage. */
function courseOfPair(legacy: Told, successor: Told, partyOf: PartyOf): Difference[] {
  const [ours, theirs] = [courseOf(legacy), courseOf(successor)];
  const found: Difference[] = [];
  const standing = new Map<string, { values: string; text: string }>();
  for (const [stage, one] of ours.entries()) {
    const other = theirs[stage];
    const isPair = one !== null && other !== null && other !== undefined && one['caseNumber'] === other['caseNumber'];
    const [a, b]: Said[] = isPair ? [viewed(one, partyOf), viewed(other, partyOf)] : [{}, {}];
    for (const field of FIELDS) {
      const [before, after] = [a?.[field] ?? null, b?.[field] ?? null];
      const values = line(before, after);
      const stood = standing.get(field);
      if (stood?.values === values) continue;
      if (stood !== undefined) found.push({ text: stood.text, stands: false });
      standing.delete(field);
      if (line(before) === line(after)) continue;
      const text = line(legacy.id, successor.id, one?.['caseNumber'], `/${field}`, before, after);
      standing.set(field, { values, text });
    }
  }
  return [...found, ...[...standing.values()].map(({ text }) => ({ text, stands: true }))];
}

const FIELDS = ['title', 'kle', 'facet', 'sensitivity', 'statusText', 'openedOn', 'responsibleUnit', 'parties'];

/**
 * Both cases of a pair must be the caller's to see. What was removed is an auditor's, as it was at last; what was purged is nobody's.
 */
function pairsFor(
  { last, objects }: ReconciledMunicipality,
  reader: PlainCaller,
  sees: Oracle,
  partyOf: PartyOf,
): Reports {
  // What is there no more is told by the right of an auditor alone, whatever else the token opens.
  const groups = reader.groups.filter(({ role }) => role === 'auditor');
  const saw = oracleOf(last, { ...reader, groups }, wasThere);
  const plain = new Map<string, PlainCase>(last.cases.map((each) => [each.id, each]));
  const isSeen = ({ id }: Told): boolean => {
    const found = plain.get(id);
    return found !== undefined && (sees.case(found) || saw.case(found));
  };
  const of = (source: string): Told[] =>
    objects.filter((each) => each.family === 'case' && each.source === source && isSeen(each));
  const found = of(LEGACY).flatMap((legacy) =>
    of(SUCCESSOR).flatMap((successor) => courseOfPair(legacy, successor, partyOf)),
  );
  const texts = (which: (difference: Difference) => boolean): string[] =>
    sorted(found.filter(which).map(({ text }) => text));
  return { STANDING: texts(({ stands }) => stands), GONE: texts(({ stands }) => !stands), ALL: texts(() => true) };
}

/** Values as one text, whatever the order of keys and members. */
export const line = (...values: readonly unknown[]): string => JSON.stringify(values.map(ordered));

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, ordered(member)]),
  );
}

const sorted = (lines: readonly string[]): string[] => [...lines].sort();
