import { dayOf } from './calendar.js';
import { loud, said, winner, type Data, type Fact, type Said } from './facts.js';
import { existsAt, isAgain, isFounded, isFounding, lastThere } from './known.js';
import { mentionsOf } from './identity.js';
import { actorView } from './cases.js';
import { isOpenToday, seesCase, type Eye } from './eye.js';

export interface Paper {
  readonly id: string;
  /** What the list is ordered by, newest first. */
  readonly day: string;
  readonly view: Record<string, unknown>;
}

const LINKING = ['document.filed', 'document.attached', 'document.unfiled'];

/** "A document has one link to a case: the latest of filed and attached; `unfiled` ends it." */
function linkTo(facts: readonly Fact[], caseId: string, t: string): string | null {
  const all: Said<string | null>[] = facts.flatMap((fact) => {
    if (isFounding(fact)) {
      const named = (fact.data['cases'] as Data[]).filter((entry) => entry['caseId'] === caseId).at(-1);
      if (named) return [said(fact, named['link'] as string)];
      return isAgain(fact, facts) ? [said(fact, null)] : [];
    }
    if (!LINKING.includes(fact.name) || fact.data['caseId'] !== caseId) return [];
    return [said(fact, fact.name === 'document.unfiled' ? null : fact.name.slice('document.'.length))];
  });
  return winner(all, t)?.value ?? null;
}

function linksOf(facts: readonly Fact[], t: string): { caseId: string; link: string }[] {
  const named = facts.flatMap(({ name, data }) =>
    LINKING.includes(name)
      ? [data['caseId'] as string]
      : ((data['cases'] ?? []) as Data[]).map((entry) => entry['caseId'] as string),
  );
  return [...new Set(named)].sort().flatMap((caseId) => {
    const link = linkTo(facts, caseId, t);
    return link === null ? [] : [{ caseId, link }];
  });
}

const OPTIONAL = ['documentNumber', 'direction', 'letterDate', 'version', 'hop'];

function saysOf(facts: readonly Fact[], attribute: string): Said<Data[string]>[] {
  return facts.flatMap((fact) => {
    if (
      !isFounding(fact) &&
      !['document.progress-changed', 'document.version-added', 'document.sensitivity-changed'].includes(fact.name)
    )
      return [];
    if (Object.hasOwn(fact.data, attribute)) return [said(fact, fact.data[attribute])];
    return isAgain(fact, facts) && OPTIONAL.includes(attribute) ? [said(fact, null)] : [];
  });
}

/** The document, where it is there and "sees at least one of its cases (a document without case: itself)". */
export function documentAt(eye: Eye, id: string): Paper | null {
  const { t, known } = eye;
  const facts = known.of('document', id);
  if (!isFounded(facts) || !existsAt(facts, t)) return null;
  const links = linksOf(facts, t);
  const seen = links.filter(({ caseId }) => seesCase(eye, caseId));
  if (links.length > 0 && seen.length === 0) return null;
  // And today: what was moved to a case that nobody may see is not shown where it lay.
  const allFacts = eye.today.known.of('document', id);
  const today = linksOf(allFacts, lastThere(allFacts, eye.today.t));
  if (today.length > 0 && !today.some(({ caseId }) => isOpenToday(eye, caseId))) return null;
  const value = (attribute: string): Data[string] => winner(saysOf(facts, attribute), t)?.value ?? null;
  const founded =
    facts
      .filter(isFounding)
      .map(({ time }) => time)
      .sort()[0] ?? '';
  return {
    id,
    day: value('letterDate') ?? dayOf(founded),
    view: {
      id,
      source: facts[0]?.source,
      documentNumber: value('documentNumber'),
      title: value('title'),
      documentType: value('documentType'),
      direction: value('direction'),
      letterDate: value('letterDate'),
      version: value('version'),
      sensitivity: loud(value('sensitivity')),
      progress: loud(value('progress')),
      cases: seen.map(({ caseId, link }) => ({ link: loud(link), case: caseId })),
      hop: value('hop')?.url ?? null,
    },
  };
}

export function isFiledOn(eye: Eye, id: string, caseId: string): boolean {
  return linkTo(eye.known.of('document', id), caseId, eye.t) !== null;
}

/** Whether the document names the party at the moment, in whatever role. */
export function namesParty(eye: Eye, id: string, group: ReadonlySet<string>): boolean {
  const facts = eye.known.of('document', id);
  const all = facts.flatMap((fact) => {
    if (!isFounding(fact)) return [];
    if (mentionsOf(fact).some(({ node }) => group.has(node))) return [said(fact, true)];
    return isAgain(fact, facts) ? [said(fact, false)] : [];
  });
  return winner(all, eye.t)?.value === true;
}

export interface Note extends Paper {
  readonly caseId: string;
}

function noteSays(facts: readonly Fact[], attribute: string, t: string): Data[string] {
  const all = facts.filter((fact) => isFounding(fact) && Object.hasOwn(fact.data, attribute));
  return (
    winner(
      all.map((fact) => said(fact, fact.data[attribute])),
      t,
    )?.value ?? null
  );
}

/** The note, where it is there, its case is seen, and no correction stands in its place. */
export function noteAt(eye: Eye, id: string): Note | null {
  const facts = eye.known.of('journal-note', id);
  const value = (attribute: string): Data[string] => noteSays(facts, attribute, eye.t);
  const caseId = value('caseId');
  if (!isShown(eye, id) || eye.known.ids('journal-note').some((other) => corrects(eye, other, id))) return null;
  const withdrawn = facts.filter(({ name }) => name === 'journal-note.withdrawn').map((fact) => said(fact, true));
  return {
    id,
    day: value('notedOn'),
    caseId,
    view: {
      id,
      source: facts[0]?.source,
      title: value('title'),
      text: value('text'),
      format: loud(value('format')),
      author: actorView(value('author') as Data),
      notedOn: value('notedOn'),
      withdrawn: winner(withdrawn, eye.t)?.value === true,
      supersedes: value('supersedes'),
      case: caseId,
    },
  };
}

/** The note is there, and its case is seen. */
function isShown(eye: Eye, id: string): boolean {
  const { t, known, today } = eye;
  const facts = known.of('journal-note', id);
  if (!isFounded(facts) || !existsAt(facts, t)) return false;
  const allFacts = today.known.of('journal-note', id);
  if (!isOpenToday(eye, noteSays(allFacts, 'caseId', lastThere(allFacts, today.t)))) return false;
  return seesCase(eye, noteSays(facts, 'caseId', t));
}

/** "While the correction covers the moment and is neither removed nor purged"; one on a case that is hidden does not exist. */
function corrects(eye: Eye, other: string, id: string): boolean {
  const facts = eye.known.of('journal-note', other);
  const supersedes = facts
    .filter(({ name }) => name === 'journal-note.corrected')
    .map((fact) => said(fact, fact.data['supersedes'] as string));
  if (!existsAt(facts, eye.t) || winner(supersedes, eye.t)?.value !== id) return false;
  const ofCase = eye.known.of('case', noteSays(facts, 'caseId', eye.t));
  return isShown(eye, other) || !isFounded(ofCase) || !existsAt(ofCase, eye.t);
}

/** "Newest first, then id." */
export const newestFirst = (a: Paper, b: Paper): number =>
  a.day !== b.day ? (a.day < b.day ? 1 : -1) : a.id < b.id ? -1 : 1;
