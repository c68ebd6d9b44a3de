import { begin, type LiveContext } from '../live-overview.js';
import { InvalidCursor } from '../errors.js';
import { numberNodes } from '../live-search.js';
import { decodeCursor, pageOf } from '../page.js';
import type { Page, PageArgs } from '../question.js';
import { nearWords } from '../search-words.js';
import { oneRow, SERVED, type Parameters } from '../statement-builder.js';
import { searchedFamilies } from './families.js';
import { snippetOf } from './highlight.js';
import { plainFirst, type Depth } from '../plain-first.js';
import type { SearchKind } from './searched-family.js';

interface HitRow {
  readonly s: number;
  /** Which of the families. */
  readonly f: number;
  readonly i: string;
  readonly v: unknown;
}

interface Answer {
  readonly total: number;
  /** How many of them have a score: a hit without one says that the whole must be asked. */
  readonly scored: number;
  /** From the cursor on; null without one, when that is all. */
  readonly remaining: number | null;
  readonly found_words: readonly string[];
  readonly rows: string | null;
}

/**
 * Objects of all families, or of some, that match every word of the text and that the caller sees; best match first, then
 * by family and id. One statement, or a second where the plain one was not enough ({@link Depth}).
 */
export async function liveSearchAll(
  context: LiveContext,
  text: string,
  kinds: readonly SearchKind[] | null,
  page: PageArgs,
): Promise<Page> {
  return plainFirst(context.scope.authority, (depth) => searchAll(context, text, kinds, page, depth));
}

/** Undefined where the whole must be asked. */
async function searchAll(
  context: LiveContext,
  text: string,
  kinds: readonly SearchKind[] | null,
  page: PageArgs,
  depth: Depth,
): Promise<Page | undefined> {
  const { names, grounds } = begin(context);
  const { authority, parameters: made } = names;
  const { words, ctes } = nearWords(text, authority, (value) => made.add(value));
  const asked = { names, words, depth, numbered: numberNodes(context, text) };
  const families = searchedFamilies
    .map((family, place) => ({ family, place }))
    .filter(({ family }) => kinds === null || kinds.includes(family.kind));
  const after = afterSql(page, made);
  if (words.length === 0 || families.length === 0) return pageOf([], 0, 0);
  const hits = families.map(
    ({ family, place }) => `select h.score, ${place} as family, h.id, h.segment from (${family.hits(asked)}) h`,
  );
  const told = families.map(({ family, place }) => `when ${place} then ${family.told(names, depth)}`);
  const order = 'score desc, family, id';
  const statement = `with ${[grounds, ...ctes].join(', ')}, r as materialized (${hits.join(' union all ')}),
    p as (select * from r where ${after ?? 'true'} order by ${order} limit (select ${made.add(page.first)}::int))
    select ${SERVED} as served, counted.total, counted.scored, ${after === null ? 'null' : `(select count(*) from r where ${after})`}::int as remaining,
      ${words.map(({ sql }) => sql).join(' || ')} as found_words,
      (select '[' || string_agg('{"s":' || p.score || ',"f":' || p.family || ',"i":"' || p.id || '","v":' || coalesce(case p.family ${told.join(' ')} end, 'null') || '}', ',' order by ${order}) || ']' from p) as rows
      from (select count(*)::int as total, count(score)::int as scored from r) counted`;
  const answer = await oneRow<Answer>(context, statement, made);
  const found = new Set(answer.found_words);
  const rows = answer.rows === null ? [] : (JSON.parse(answer.rows) as HitRow[]);
  if (answer.scored < answer.total || rows.some(({ v }) => v === null)) return undefined;
  return pageOf(
    rows.flatMap(({ s, f, i, v }) => {
      const family = searchedFamilies[f];
      if (family === undefined) return [];
      const { title, texts, partyId, caseId } = family.show(v);
      const node = {
        id: `${family.kind}/${i}`,
        kind: family.kind,
        objectId: i,
        title,
        snippet: snippetOf(texts, found),
        party: referenceTo(partyId),
        case: referenceTo(caseId),
      };
      return [{ key: String(s), id: `${f}/${i}`, node }];
    }),
    answer.total,
    answer.remaining ?? answer.total,
  );
}

const referenceTo = (id: string | null): { id: string } | null => (id === null ? null : { id });

/** The rows that come after the cursor; null where there is none. */
function afterSql({ after }: PageArgs, made: Parameters): string | null {
  const cursor = decodeCursor(after);
  if (cursor === null) return null;
  const [, family, id] = /^(\d{1,3})\/([0-9a-f-]{36})$/.exec(cursor.id) ?? [];
  if (family === undefined || id === undefined) throw new InvalidCursor();
  const score = `${made.add(cursor.key)}::int`;
  return `(r.score < ${score} or (r.score = ${score} and (r.family, r.id) > (${made.add(family)}::int, ${made.add(id)}::uuid)))`;
}
