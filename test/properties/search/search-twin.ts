import type { PrivilegeGroup } from '#access';
import { caseId, documentId, noteId, NUMBERS, SOURCES, UNITS, type World } from './worlds.js';

/*
 * What a search must find, slowly: every object the caller may see is compared word by word, by an edit distance of its
 * own. It shares no code with the product. Quoted is the page that says so.
 */

export interface TwinHit {
  readonly kind: 'CASE' | 'PARTY' | 'DOCUMENT' | 'JOURNAL_NOTE';
  /** The object's id; of a party its number. */
  readonly what: string;
  readonly score: number;
}

const KINDS = ['CASE', 'PARTY', 'DOCUMENT', 'JOURNAL_NOTE'];

/** In order: best first, then by family, then by id. */
export function twinFinds(
  world: World,
  groups: readonly PrivilegeGroup[],
  text: string,
  kinds: readonly string[] | null,
): TwinHit[] {
  const asked = [...new Set(splitWords(text))];
  const found: TwinHit[] = [];
  const find = (kind: TwinHit['kind'], what: string, own: string[], beside: string[]): void => {
    const scores = asked.map((word) => Math.max(scoreIn(word, own, 4), scoreIn(word, beside, 3)));
    const isNumber = kind === 'PARTY' && text.replaceAll(/[-\s]/g, '') === what;
    if (isNumber) found.push({ kind, what, score: 100 });
    else if (asked.length > 0 && scores.every((score) => score > 0))
      found.push({ kind, what, score: scores.reduce((sum, score) => sum + score, 0) });
  };
  world.cases.forEach((one, at) => {
    if (groups.some((group) => seesCase(world, group, at)))
      find(
        'CASE',
        caseId(at),
        splitWords(one.title, one.number, one.statusText),
        splitWords(...one.parties.map((person) => nameOf(world, person))),
      );
  });
  world.people.forEach((person, at) => {
    const isNamed = world.cases.some(
      (one, on) => one.parties.includes(at) && groups.some((group) => seesCase(world, group, on)),
    );
    // "A party exists for a caller when a party event founded it in his authority or he may see something of it."
    if (person.registered || isNamed)
      find(
        'PARTY',
        NUMBERS[at] ?? '',
        splitWords(nameOf(world, at)),
        splitWords(person.registered && !person.protected ? person.address : null),
      );
  });
  world.documents.forEach((one, at) => {
    if (one.state === 'there' && groups.some((group) => seesDocument(world, group, at)))
      find('DOCUMENT', documentId(at), splitWords(one.title, one.number), []);
  });
  const seesNote = ({ source, onCase }: World['notes'][number]): boolean =>
    groups.some((group) => coversSource(group, source) && seesCase(world, group, onCase));
  world.notes.forEach((one, at) => {
    // "A corrected note is out of the list while the correction covers the moment and is neither removed nor purged": a
    // correction hidden from the caller counts for nothing, but on a case that is not there it is hidden from all, and counts.
    const isCorrected = world.notes.some(
      (other) =>
        other.corrects === at &&
        other.state === 'there' &&
        (world.cases[other.onCase]?.state !== 'there' || seesNote(other)),
    );
    if (one.state === 'there' && !isCorrected && seesNote(one))
      find('JOURNAL_NOTE', noteId(at), splitWords(one.title, one.text), []);
  });
  return found
    .filter(({ kind }) => kinds === null || kinds.includes(kind))
    .sort((a, b) => b.score - a.score || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (a.what < b.what ? -1 : 1));
}

/** "A protected name or address is matched by no text search, whoever asks." */
const nameOf = (world: World, at: number): string | null => {
  const person = world.people[at];
  return person === undefined || (person.registered && person.protected) ? null : person.name;
};

/** "Case and Danish letters folded: å = aa, ø = oe, æ = ae." */
function splitWords(...texts: readonly (string | null)[]): string[] {
  const folded = texts.map((text) =>
    (text ?? '').toLowerCase().replaceAll('å', 'aa').replaceAll('ø', 'oe').replaceAll('æ', 'ae'),
  );
  return folded.flatMap((text) => text.split(/[^a-z0-9]+/)).filter((word) => word !== '');
}

/** "An exact word always hits; a word more than two edits away never does." */
function scoreIn(asked: string, words: readonly string[], exact: number): number {
  if (words.includes(asked)) return exact;
  const isNumber = (word: string): boolean => /^\d+$/.test(word);
  const allowed = asked.length < 4 || isNumber(asked) ? 0 : asked.length < 6 ? 1 : 2;
  return words.some((word) => allowed > 0 && word.length > 2 && !isNumber(word) && edits(asked, word) <= allowed)
    ? 1
    : 0;
}

/** By its definition. */
function edits(a: string, b: string, known = new Map<string, number>()): number {
  if (a === '' || b === '') return a.length + b.length;
  const key = `${a} ${b}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const [restA, restB] = [a.slice(1), b.slice(1)];
  const least =
    a[0] === b[0]
      ? edits(restA, restB, known)
      : 1 + Math.min(edits(restA, b, known), edits(a, restB, known), edits(restA, restB, known));
  known.set(key, least);
  return least;
}

function seesCase(world: World, group: PrivilegeGroup, at: number): boolean {
  const one = world.cases[at];
  if (one?.state !== 'there') return false;
  const kle = (group.kle ?? ['*']).some((prefix) => prefix === '*' || `${one.kle}.`.startsWith(`${prefix}.`));
  const units =
    group.units === null || (one.unit !== null && group.units.some((unit) => liesUnder(world, one.unit ?? 0, unit)));
  return kle && units && one.sensitivity <= (group.sensitivity ?? 3) && coversSource(group, one.source);
}

/** "Sub-units included (a closed unit keeps its place in the tree)"; what is removed or was never heard of has none. */
function liesUnder(world: World, at: number, unit: string, passed: readonly number[] = []): boolean {
  if (UNITS[at] === unit) return true;
  const isThere = (place: number): boolean => ['there', 'closed'].includes(world.units[place]?.state ?? '');
  const parent = world.units[at]?.parent ?? null;
  if (parent === null || passed.includes(at) || !isThere(at) || !isThere(parent)) return false;
  return liesUnder(world, parent, unit, [...passed, at]);
}

function seesDocument(world: World, group: PrivilegeGroup, at: number): boolean {
  const one = world.documents[at];
  if (one === undefined || one.sensitivity > (group.sensitivity ?? 3) || !coversSource(group, one.source)) return false;
  return one.cases.length === 0 || one.cases.some((on) => seesCase(world, group, on));
}

const coversSource = (group: PrivilegeGroup, source: number): boolean =>
  group.sources === null || group.sources.includes(SOURCES[source] ?? '');
