import { readFileSync } from 'node:fs';
import { buildSchema, NoUnusedVariablesRule, parse, specifiedRules, validate } from 'graphql';
import { checkShape, longestQuestion, mostTokens } from '../engine/limits.js';
import { readyQuestion } from '../playground/ready-question.js';
import { checkCost, costOf, mostPoints } from './cost.js';

const schema = buildSchema(readFileSync('docs/schema.graphql', 'utf8'));
const rules = specifiedRules.filter((rule) => rule !== NoUnusedVariablesRule);

function pointsOf(question: string, variables: Record<string, unknown> = {}, operationName?: string): number {
  const document = parse(question);
  expect(validate(schema, document, rules)).toEqual([]);
  return costOf(document, operationName, schema, variables);
}

/** The ready question, so many times in one. */
function overviews(times: number): string {
  const [head = '', body = ''] = readyQuestion.split(/(?<=\) \{\n)(?= {2}party\()/);
  const party = body.trimEnd().replace(/\}$/, '');
  const all = Array.from({ length: times }, (_, index) => `p${index}: ${party.trim()}`);
  return `${head}${all.join('\n')}\n}`;
}

describe('the full 360° view', () => {
  it('fits five times over within every limit', () => {
    const question = overviews(5);
    expect(question.length).toBeLessThan(longestQuestion);
    const document = parse(question, { maxTokens: mostTokens });
    expect(() => checkShape(document)).not.toThrow();
    expect(() => checkCost(document, undefined, schema, { key: { cpr: '0706840001' } })).not.toThrow();
    expect(costOf(document, undefined, schema, {})).toBe(5 * pointsOf(readyQuestion));
  });

  it('does not fit twenty times over', () => {
    expect(20 * pointsOf(readyQuestion)).toBeGreaterThan(mostPoints);
  });
});

describe('the cost of a question', () => {
  const cases = (page: string, below = 'id'): string =>
    `query($n: Int, $with: Boolean = false) { party(key: { id: "x" }) { cases(${page}) { edges { node { ${below} } } } } }`;

  it('grows with its pages, also with those that variables name', () => {
    const twenty = pointsOf(cases('first: 20'));
    expect(pointsOf(cases('first: 200'))).toBeGreaterThan(4 * twenty);
    expect(pointsOf(cases('first: $n'), { n: 200 })).toBe(pointsOf(cases('first: 200')));
    expect(pointsOf(cases('first: $n'), { n: 20 })).toBe(twenty);
    expect(pointsOf(cases('first: $n'))).toBe(twenty);
  });

  it('is that of the default of a variable where none is sent', () => {
    const question = cases('first: $n').replace('$n: Int', '$n: Int = 200');
    expect(pointsOf(question)).toBe(pointsOf(cases('first: 200')));
  });

  it('multiplies pages in pages', () => {
    const document = parse(cases('first: 200', 'documents(first: 200) { edges { node { title } } }'));
    expect(() => checkCost(document, undefined, schema, {})).toThrow(/at most 60000 points, found \d{6}/);
  });

  it('counts what a directive leaves in, and no more', () => {
    const question = cases('first: 100', 'id documents(first: 100) @include(if: $with) { edges { node { title } } }');
    expect(pointsOf(question, { with: true })).toBeGreaterThan(mostPoints / 2);
    expect(pointsOf(question)).toBe(pointsOf(cases('first: 100')));
  });

  it('counts a field that is asked twice once, and one under two names twice', () => {
    expect(pointsOf(cases('first: 100', 'id id ...on Case { id }'))).toBe(pointsOf(cases('first: 100')));
    expect(pointsOf(cases('first: 100', 'id other: id'))).toBe(pointsOf(cases('first: 100')) + 100);
  });

  it('is that of the operation that is named', () => {
    const two = 'query Dear { search(text: "a") { totalCount } } query Cheap { sources { name } }';
    expect(pointsOf(two, {}, 'Dear')).toBeGreaterThan(pointsOf(two, {}, 'Cheap'));
    expect(pointsOf(two)).toBe(0);
  });

  it('does not take a page that is none for a free one', () => {
    expect(pointsOf(cases('first: -5'))).toBeLessThan(pointsOf(cases('first: 20')));
    expect(pointsOf(cases('first: 2000000000'))).toBe(pointsOf(cases('first: 200')));
    expect(pointsOf(cases('first: $n'), { n: null })).toBe(pointsOf(cases('first: 200')));
  });

  it('of searches and histories is dearer than that of a node', () => {
    const node = pointsOf('{ case(id: "x") { title } }');
    for (const root of ['search(text: "a")', 'searchCases(filter: {})', 'caseHistory(caseId: "x")'])
      expect(pointsOf(`{ ${root} { totalCount } }`)).toBeGreaterThan(node + 500);
  });
});
