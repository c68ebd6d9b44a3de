import { setTimeout as sleep } from 'node:timers/promises';
import type { Intake, Receipt } from '#intake';
import { Failure } from '../output/failure.js';

/** Takes a batch of one source's events, as that source; one receipt for each, in order. */
export type FrontDoor = (source: string, events: readonly unknown[]) => Promise<readonly Receipt[]>;

/** Over HTTP to a running service, with a token of role `source` for each source. */
export function httpDoor(address: string, tokenOf: (source: string) => Promise<string>): FrontDoor {
  const tokens = new Map<string, Promise<string>>();
  return async (source, events) => {
    const token = tokens.get(source) ?? tokenOf(source);
    tokens.set(source, token);
    const headers = { authorization: `Bearer ${await token}`, 'content-type': 'application/cloudevents-batch+json' };
    const body = JSON.stringify(events);
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const response = await fetch(`${address}/events`, { method: 'POST', headers, body });
      if (response.ok) return ((await response.json()) as { receipts: Receipt[] }).receipts;
      await response.body?.cancel();
      const canWait = response.status === 429 || response.status === 503;
      if (!canWait || Date.now() > deadline)
        throw new Failure(`the running service at ${address} answered POST /events with ${response.status}`);
      await sleep(1000 * Number(response.headers.get('retry-after') ?? 1));
    }
  };
}

/** Into the store of this process, under the same rules: each source speaks for itself only. */
export function directDoor(intake: Intake, authority: string): FrontDoor {
  return (source, events) => intake.accept(events, { kind: 'source', covers: [{ authority, source }] });
}

const PATIENCE_MS = 60_000;

/** The address of a service that answers there and is ready, undefined where none does. */
export async function readyService(host: string, port: number): Promise<string | undefined> {
  const address = `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
  try {
    const response = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(3000) });
    await response.body?.cancel();
    return response.ok ? address : undefined;
  } catch {
    return undefined; // nobody listens there
  }
}
