import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevelopmentIssuer } from '#access';
import { catalogue, exampleOf } from '#contracts';
import { openTestDatabase } from '../../support/database.js';
import { startStandalone } from '../../support/program.js';
import { noteToken } from '../../support/run-logs.js';
import { AUTHORITY, KY } from '../../scenarios/intake/intake-trial.js';

/** An answer as it came. */
export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** The whole program as a process of its own, to be asked anything; an event of each type is in it. */
export type Target = Awaited<ReturnType<typeof openTarget>>;

export async function openTarget(environment: Readonly<Record<string, string>> = {}) {
  const database = await openTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'overblik-fuzz-'));
  chmodSync(dataDir, 0o755); // run as root, the database belongs to another user, who must get in
  const program = await startStandalone({
    DATABASE_URL: database.url,
    OVERBLIK_DATA_DIR: dataDir,
    RATE_LIMIT_QUESTIONS: '0',
    RATE_LIMIT_DELIVERIES: '0',
    ...environment,
  });
  const issuer = await createDevelopmentIssuer({
    keyFolder: join(dataDir, 'keys'),
    audience: 'overblik',
    production: false,
  });
  const source = noteToken(await issuer.mint({ authority: AUTHORITY, roles: ['source'], sources: [KY] }));
  const auditor = noteToken(await issuer.mint({ authority: AUTHORITY, roles: ['auditor', 'operator'] }));

  const send = async (path: string, init: RequestInit): Promise<Answered> => {
    const response = await fetch(`${program.url}${path}`, init);
    return { status: response.status, text: await response.text() };
  };
  const ask = (query: string, variables: object = {}): Promise<Answered> =>
    send('/graphql', {
      method: 'POST',
      headers: { authorization: `Bearer ${auditor}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
  const deliver = (events: readonly object[]): Promise<Answered> =>
    send('/events', {
      method: 'POST',
      headers: { authorization: `Bearer ${source}`, 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    });
  const close = async (): Promise<void> => {
    program.child.kill('SIGTERM');
    await program.ended();
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const delivered = await deliver(exampleEvents()).catch(() => undefined);
  if (delivered?.status !== 200) {
    await close();
    throw new Error(`the target takes no events: ${program.output()}`);
  }

  return {
    url: program.url,
    program,
    source,
    auditor,
    send,
    ask,
    deliver,
    /** It lives, takes an event, answers a question, and has not logged a fault. */
    async expectWell(): Promise<void> {
      expect(program.child.exitCode).toBeNull();
      expect(await ask('{ sources { source } }')).toMatchObject({ status: 200, text: expect.stringContaining(KY) });
      const [event] = exampleEvents();
      const receipts = await deliver([{ ...event, id: `well-${Date.now()}` }]);
      expect(receipts).toMatchObject({ status: 200, text: expect.stringContaining('"status":') });
      const faults = program.output().match(/^.*"level":"(?:error|fatal)".*$|^.*nobody foresaw.*$/gm) ?? [];
      expect(faults).toEqual([]);
    },
    close,
  };
}

/** An event of each type, as the contract shows it. */
export function exampleEvents(): Record<string, unknown>[] {
  return [...catalogue.byName.values()]
    .filter(({ type }) => !/\.(?:mention|operation|erasure)\./.test(type))
    .map((definition) => ({ ...exampleOf(definition), authority: AUTHORITY, source: KY }));
}

/** What must be in no answer, whatever was asked: stacks, SQL, paths of ours, and the word for a fault of ours. */
const insides =
  /\n\s+at |node_modules|\/dist\/|\.js:\d+|\bselect\b.+\bfrom\b|syntax error at or near|invalid byte sequence|relation "|column "|pg_catalog|"INTERNAL"/i;

/** What is wrong with an answer to a hostile request; null where nothing is. */
export function harmIn({ status, text }: Answered): string | null {
  if (status >= 500) return `status ${status}: ${text.slice(0, 500)}`;
  const found = insides.exec(text);
  return found === null ? null : `it tells of our insides: ${found[0].slice(0, 200)}`;
}
