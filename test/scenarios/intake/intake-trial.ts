import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDevelopmentIssuer, type TokenRequest } from '#access';
import { catalogue, exampleOf, type EventName } from '#contracts';
import type { Receipt } from '#intake';
import { Configuration, createHttpApplication, Log } from '#runtime';
import { Stores } from '#stores';
import { IntakeModule } from '../../../apps/intake/intake.module.js';
import { noteToken, runLog } from '../../support/run-logs.js';
import { openTestStores } from '../../support/stores.js';

export const AUTHORITY = '29189846';
export const OTHER_AUTHORITY = '29189714';
export const KY = 'urn:overblik:source:ky';
export const SBSYS = 'urn:overblik:source:sbsys';
export const CASE = 'f0a3b0a6-7c0f-4c3e-9f5e-1c1f0d3f5a11';

/** What a test says to intake over HTTP, on a database of its own. */
export type IntakeTrial = Awaited<ReturnType<typeof openIntakeTrial>>;

/** Intake listening on a free port, with tokens of the development issuer. */
export async function openIntakeTrial(configured: Partial<Configuration> = {}) {
  const { stores, database, close } = await openTestStores();
  const dataDir = mkdtempSync(join(tmpdir(), 'overblik-intake-'));
  const configuration = Object.assign(new Configuration(), {
    port: 0,
    dataDir,
    databaseUrl: database.url,
    ...configured,
  });
  const logged: string[] = [];
  const kept = runLog();
  const note =
    (level: keyof Log) =>
    (...entry: [object, string]): void => {
      logged.push(JSON.stringify(entry));
      kept[level](...entry);
    };
  const log: Log = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') } as Log;
  const application = await createHttpApplication({
    modules: [IntakeModule],
    given: [
      { token: Configuration, value: configuration },
      { token: Log, value: log },
      { token: Stores, value: stores },
    ],
    configuration,
    log,
    readiness: [],
    isUp: () => true,
  });
  await application.listen(0, '127.0.0.1');
  const url = (await application.getUrl()).replace('[::1]', '127.0.0.1');
  const issuer = await createDevelopmentIssuer({
    keyFolder: join(dataDir, 'keys'),
    audience: 'overblik',
    production: false,
  });
  const mint = async (request: Partial<TokenRequest> = {}): Promise<string> =>
    noteToken(await issuer.mint({ authority: AUTHORITY, roles: ['source'], sources: [KY], ...request }));
  const token = await mint();

  const post = (
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string>,
    bearer: string | null = token,
  ): Promise<Response> =>
    fetch(`${url}/events`, {
      method: 'POST',
      headers: { ...(bearer !== null && { authorization: `Bearer ${bearer}` }), ...headers },
      body,
    });
  const receiptsOf = async (response: Response): Promise<Receipt[]> => {
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    return ((await response.json()) as { receipts: Receipt[] }).receipts;
  };
  return {
    url,
    stores,
    database,
    logged,
    token,
    mint,
    post,
    get: (path: string, bearer: string | null = token): Promise<Response> =>
      fetch(`${url}${path}`, bearer === null ? {} : { headers: { authorization: `Bearer ${bearer}` } }),
    structured: async (event: unknown, bearer?: string): Promise<Receipt[]> =>
      receiptsOf(await post(JSON.stringify(event), { 'content-type': 'application/cloudevents+json' }, bearer)),
    batch: async (events: readonly unknown[], bearer?: string): Promise<Receipt[]> =>
      receiptsOf(await post(JSON.stringify(events), { 'content-type': 'application/cloudevents-batch+json' }, bearer)),
    receiptsOf,
    async storedNames(): Promise<string[]> {
      return (await stores.eventStore.readAll(0, 1000)).events.map((event) => event.type);
    },
    async close() {
      await application.close();
      await close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** An event of the contract's own example, of the trial's authority, source and case. */
export function event(name: EventName, over: Record<string, unknown> = {}): Record<string, unknown> {
  const definition = catalogue.byName.get(name);
  if (!definition) throw new Error('no such event');
  return {
    ...exampleOf(definition),
    authority: AUTHORITY,
    source: KY,
    subject: `${definition.family}/${CASE}`,
    ...over,
  };
}

/** Small and always acceptable. */
export function progress(over: Record<string, unknown> = {}): Record<string, unknown> {
  return event('case.progress-changed', { id: 'prog', data: { progress: 'informed' }, ...over });
}
