import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import autocannon from 'autocannon';
import type { Effort } from '../effort.js';
import { atLeast, atMost, limitItself, median } from '../figures.js';
import type { Finding } from '../figures.js';
import { withClient } from '../place.js';
import type { Place } from '../place.js';
import { startProcess } from '../processes.js';
import { untilProjected } from '../projected.js';
import { SOURCES } from '../sample-words.js';
import { batchesOf, send } from '../sending.js';
import { fillNormalisedTables } from './normalised-tables.js';
import { bodyFor, question, wholeQuestion } from './question.js';
import type { WholeView } from './question.js';
import { sampleCitizens } from './sample-citizens.js';
import { countStatements } from './statement-counter.js';

/** Callers who ask at once. */
export const CONNECTIONS = 32;
const REST_MS = 500;
const MOST_STATEMENTS = 8;
const ASKED_ONE_BY_ONE = 20;
const REST_ROUNDS = 5;
const REST_ROUND_MS = 1_000;
/** 5-stack: one json_agg statement over 4 tables 1,800-2,000 requests/s, from memory 8,000 (an answer of 9 KB). */
const WRITTEN_TO_MEMORY = 1_900 / 8_000;

/** Where a caseworker asks. */
interface Endpoint {
  readonly url: string;
  readonly token: string;
}

/** The full 360° view by GraphQL, with rights and access entry, against one hand-written statement with neither. */
export async function measureOverview(place: Place, effort: Effort): Promise<Finding[]> {
  const { url, pool } = await place.createDatabase('overview');
  const citizens = sampleCitizens(effort.citizens);
  effort.tell(`360° view: ${citizens.events.length} events of ${effort.citizens} citizens`);
  const token = await place.mint({
    roles: ['caseworker'],
    kle: '02,17,27,32',
    sensitivity: 'sensitive',
    user: 'bench',
  });
  const source = await place.mint({ roles: ['source'], sources: SOURCES });
  const standalone = await place.startStandalone(url);
  const bare = await startProcess({
    main: './overview/bare-server.js',
    environment: { DATABASE_URL: url },
    tells: /bare Fastify on (http\S+)/,
  });
  try {
    await send({ url: standalone.url, token: source }, batchesOf(citizens.events, 500), 1);
    await untilProjected(pool);
    const endpoint = { url: standalone.url, token };
    const views = new Map<string, WholeView>();
    for (const cpr of citizens.numbers) views.set(cpr, await askWhole(endpoint, cpr));
    checkSizes(views);
    effort.tell('360° view: filling the tables of the hand-written server');
    await withClient(url, (client) => fillNormalisedTables(client, views));
    const bytes = await checkAnswers(endpoint, bare.url, citizens.numbers);
    const asks = {
      ours: citizens.numbers.map((cpr) => post(token, bodyFor(cpr))),
      written: citizens.numbers.map((cpr) => ({ method: 'GET' as const, path: `/written/${cpr}` })),
      memory: citizens.numbers.map((cpr) => ({ method: 'GET' as const, path: `/memory/${cpr}` })),
    };
    const rounds: { ours: number; written: number; memory: number }[] = [];
    for (let round = 0; round <= effort.askingRounds; round++) {
      effort.tell(`360° view, round ${round} of ${effort.askingRounds}${round === 0 ? ' (to warm up)' : ''}`);
      const rates = {
        written: await rateOf(bare.url, asks.written, effort.askingSeconds),
        ours: await rateOf(standalone.url, asks.ours, round === 0 ? effort.askingWarmUpSeconds : effort.askingSeconds),
        memory: await rateOf(bare.url, asks.memory, effort.askingSeconds),
      };
      if (round > 0) rounds.push(rates);
    }
    await standalone.end();
    const statements = await mostStatements(place, url, token, citizens.numbers);
    return findingsOf(rounds, bytes, statements);
  } finally {
    await standalone.end();
    await bare.end();
  }
}

function findingsOf(
  rounds: readonly { ours: number; written: number; memory: number }[],
  bytes: number,
  statements: readonly string[],
): Finding[] {
  const written = median(rounds.map((round) => round.written));
  return [
    atLeast({
      name: '360° view by GraphQL',
      unit: 'requests/s',
      value: median(rounds.map(({ ours }) => ours)),
      limit: written,
      bar: 0.6,
      against:
        'a bare Fastify that builds the same JSON by one hand-written json_agg statement over normalised tables, without rights and access entry',
      notes: [
        `20 cases, 60 documents, 40 notes, 5 relations, timeline and freshness; ${Math.round(bytes / 1_024)} KB an answer; ${CONNECTIONS} connections`,
      ],
    }),
    limitItself({
      name: 'limit: hand-written statement',
      unit: 'requests/s',
      value: written,
      limit: median(rounds.map(({ memory }) => memory)),
      designRatio: WRITTEN_TO_MEMORY,
      designSays: '5-stack says of a bare Fastify from memory (an answer of 9 KB over 4 tables)',
      against: 'a bare Fastify that gives the same JSON from memory',
    }),
    atMost({
      name: 'SQL statements of the 360° view',
      unit: 'statements',
      value: statements.length,
      limit: MOST_STATEMENTS,
      bar: 1,
      against: `never more than ${MOST_STATEMENTS}, the access entry included`,
      notes: [`the most of ${ASKED_ONE_BY_ONE} questions asked one by one: ${statements.map(shortened).join(' · ')}`],
    }),
  ];
}

const shortened = (statement: string): string => statement.replaceAll(/\s+/g, ' ').trim().slice(0, 40);

/** A caseworker's question. */
export const post = (token: string, body: string) => ({
  method: 'POST' as const,
  path: '/graphql',
  headers: {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json',
    authorization: `Bearer ${token}`,
  },
  body,
});

/** Answers a second while so many ask at once; fails where one goes wrong. */
export async function rateOf(
  url: string,
  requests: Parameters<typeof autocannon>[0]['requests'],
  duration: number,
): Promise<number> {
  const result = await autocannon({ url, connections: CONNECTIONS, duration, requests });
  // What was asked last is still being answered, to nobody: it must not be part of the next round.
  await sleep(REST_MS);
  if (result.errors + result.timeouts + result.non2xx > 0)
    throw new Error(`answers went wrong: ${JSON.stringify(result)}`);
  return result['2xx'] / result.duration;
}

/** The text of the answer; fails where it is no answer. */
export async function ask({ url, token }: Endpoint, body: string): Promise<string> {
  const { path, ...request } = post(token, body);
  const answer = await fetch(`${url}${path}`, request);
  const text = await answer.text();
  if (answer.status !== 200 || text.includes('"errors"'))
    throw new Error(`GraphQL answered ${answer.status}: ${text.slice(0, 500)}`);
  return text;
}

async function askWhole(endpoint: Endpoint, cpr: string): Promise<WholeView> {
  const { data } = JSON.parse(await ask(endpoint, bodyFor(cpr, wholeQuestion))) as {
    data: { party: WholeView | null };
  };
  if (data.party === null) throw new Error('a citizen of the benchmark is not there');
  return data.party;
}

function checkSizes(views: ReadonlyMap<string, WholeView>): void {
  for (const { cases, documents, journalNotes, relations, timeline } of views.values()) {
    const sizes = [cases.edges, documents.edges, journalNotes.edges, relations].map((list) => list.length);
    if (sizes.join() !== '20,60,40,5') throw new Error(`a citizen of the benchmark has ${sizes.join()} of 20,60,40,5`);
    if (timeline.edges.length !== timeline.totalCount)
      throw new Error('the timeline is longer than the benchmark reads');
  }
}

/** Both servers must tell the same, value by value; else one is measured at doing less. Returns the bytes of an answer. */
async function checkAnswers(endpoint: Endpoint, bare: string, numbers: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const cpr of numbers) {
    const ours = await ask(endpoint, bodyFor(cpr, question));
    const text = await (await fetch(`${bare}/written/${cpr}`)).text();
    const [left, right] = [ours, text].map((json) => (JSON.parse(json) as { data: unknown }).data);
    if (!isDeepStrictEqual(left, right)) throw new Error(`the two servers differ:\n${firstDifference(left, right)}`);
    bytes = ours.length;
  }
  return bytes;
}

function firstDifference(left: unknown, right: unknown, path = ''): string {
  if (isDeepStrictEqual(left, right)) return '';
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return `${path}: ${JSON.stringify(left)} and ${JSON.stringify(right)}`;
  }
  const members = new Set([...Object.keys(left), ...Object.keys(right)]);
  for (const member of members) {
    const found = firstDifference(
      (left as Record<string, unknown>)[member],
      (right as Record<string, unknown>)[member],
      `${path}/${member}`,
    );
    if (found !== '') return found;
  }
  return path;
}

/** The statements of the costliest of some questions asked one by one; what runs while nobody asks does not count. */
async function mostStatements(
  place: Place,
  databaseUrl: string,
  token: string,
  numbers: readonly string[],
): Promise<string[]> {
  const counter = await countStatements(databaseUrl);
  const standalone = await place.startStandalone(counter.url);
  try {
    const endpoint = { url: standalone.url, token };
    const [first = ''] = numbers;
    // Asked twice to begin with: what only a first question costs (connections, plans) is not of the view.
    for (let n = 0; n < 2; n++) await ask(endpoint, bodyFor(first));
    // What is still executed when the answer is there is not of it: projectors at rest, and who follows the access log.
    const idle = new Set<string>();
    for (let n = 0; n < REST_ROUNDS; n++) {
      await ask(endpoint, bodyFor(first));
      counter.take();
      await sleep(REST_ROUND_MS);
      for (const text of counter.take()) idle.add(text);
    }
    let most: string[] = [];
    for (let n = 0; n < ASKED_ONE_BY_ONE; n++) {
      await ask(endpoint, bodyFor(numbers[n % numbers.length] ?? first));
      const own = counter.take().filter((text) => !idle.has(text));
      if (own.length > most.length) most = own;
    }
    return most;
  } finally {
    await standalone.end();
    await counter.close();
  }
}
