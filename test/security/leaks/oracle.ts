import type { Group, PlainCaller } from './callers.js';
import type {
  Municipality,
  PlainBenefit,
  PlainCase,
  PlainDocument,
  PlainGrant,
  PlainLine,
  PlainNote,
  PlainPayment,
  PlainService,
} from './plain-world.js';

/** Whether a caller sees an object of a municipality: "one group must pass the whole chain". */
export interface Oracle {
  case(object: PlainCase): boolean;
  document(object: PlainDocument): boolean;
  note(object: PlainNote): boolean;
  benefit(grant: PlainGrant, benefit: PlainBenefit): boolean;
  grant(object: PlainGrant): boolean;
  payment(object: PlainPayment): boolean;
  service(object: PlainService): boolean;
}

/**
 * The rules of the rights page, one line each. It shares no code with the product.
 * @param isThere says of an object whether it is there at all: by default one that was removed or purged is not.
 */
export function oracleOf(
  { letter, units }: Municipality,
  { user, unit, groups }: PlainCaller,
  isThere = ({ gone }: { readonly gone: string | null }): boolean => gone === null,
): Oracle {
  const upwards = (id: string | null): string[] =>
    id === null ? [] : [id, ...upwards(units.find((u) => u.id === id)?.parent ?? null)];
  const kle = (g: Group, subject: string): boolean =>
    g.kle === null || g.kle.some((k) => k === '*' || `${subject}.`.startsWith(`${k.replace('.*', '')}.`));
  const source = (g: Group, of: { source: string }): boolean => g.sources === null || g.sources.includes(of.source);
  const own = (g: Group, of: { source: string; level: number }): boolean => source(g, of) && of.level <= (g.level ?? 3);
  const inUnit = (g: Group, of: PlainCase): boolean =>
    g.units === null || upwards(of.unit).some((id) => g.units?.includes(id));
  const inProfile = (g: Group, { profile }: PlainCase): boolean =>
    g.role === 'auditor' ||
    profile.length === 0 ||
    profile.includes(`user ${user}`) ||
    profile.includes(`unit ${unit}`);
  const ofCase = (g: Group, c: PlainCase): boolean =>
    isThere(c) &&
    kle(g, c.kle) &&
    own(g, c) &&
    inUnit(g, c) &&
    c.classes.every((v) => g.classes.includes(v)) &&
    inProfile(g, c);
  const ofDocument = (g: Group, d: PlainDocument): boolean =>
    isThere(d) && own(g, d) && (d.cases.length === 0 || d.cases.some((c) => c !== null && ofCase(g, c)));
  const ofBenefit = (g: Group, grant: PlainGrant, b: PlainBenefit): boolean =>
    isThere(grant) && ofCase(g, grant.case) && own(g, grant) && kle(g, b.kle);
  const ofLine = (g: Group, { grant, benefit }: PlainLine): boolean =>
    isThere(grant) && isThere(grant.case) ? ofBenefit(g, grant, benefit) : isUnbound(g);
  const ofPayment = (g: Group, p: PlainPayment): boolean =>
    isThere(p) && source(g, p) && p.lines.every((line) => ofLine(g, line));
  const some = (passes: (g: Group) => boolean): boolean =>
    groups.some((g) => g.in === letter && isInEffect(g) && passes(g));
  return {
    case: (c) => some((g) => ofCase(g, c)),
    document: (d) => some((g) => ofDocument(g, d)),
    note: (n) => some((g) => isThere(n) && source(g, n) && ofCase(g, n.case)),
    benefit: (grant, b) => some((g) => ofBenefit(g, grant, b)),
    grant: (grant) => some((g) => grant.benefits.some((b) => ofBenefit(g, grant, b))),
    payment: (p) => some((g) => ofPayment(g, p)),
    service: (s) => some((g) => isThere(s) && source(g, s) && kle(g, s.kle) && ofCase(g, s.case)),
  };
}

/** "A caseworker group must carry KLE and foelsomhed"; one fault in a constraint denies the group; other roles see no objects. */
export const isInEffect = ({ role, kle, level, fault }: Group): boolean =>
  fault === null && (role === 'auditor' || (role === 'caseworker' && kle !== null && level !== null));

/** "The same over his whole authority": an auditor whom nothing restricts sees what pays a benefit that is not there. */
const isUnbound = ({ role, kle, level, units, sources }: Group): boolean =>
  role === 'auditor' && (kle?.includes('*') ?? true) && (level ?? 3) === 3 && units === null && sources === null;

/** Whether such an auditor's group of the caller is in effect there: he reads what lay on nothing but purged cases too. */
export const isUnboundAuditor = ({ groups }: PlainCaller, { letter }: Pick<Municipality, 'letter'>): boolean =>
  groups.some((group) => group.in === letter && isInEffect(group) && isUnbound(group));

/** Whether an auditor's group of the caller is in effect there: he reads the histories of what was removed or purged too. */
export const isAuditor = ({ groups }: PlainCaller, { letter }: Pick<Municipality, 'letter'>): boolean =>
  groups.some((group) => group.in === letter && group.role === 'auditor' && isInEffect(group));
