import { Agent, request } from 'node:http';
import type { SampleEvent } from './sample-words.js';

/** Where events are sent, and with what right. */
export interface Door {
  readonly url: string;
  readonly token: string;
}

interface Receipts {
  readonly receipts: readonly { readonly status: string; readonly position?: string }[];
}

const BATCH = 'application/cloudevents-batch+json';

/** The bodies of requests, made before any clock runs. */
export function batchesOf(events: readonly SampleEvent[], size: number): Buffer[] {
  const bodies: Buffer[] = [];
  for (let at = 0; at < events.length; at += size)
    bodies.push(Buffer.from(JSON.stringify(events.slice(at, at + size))));
  return bodies;
}

/** Senders that each send their next batch when the last one's receipts have come. Every event must be accepted. */
export async function send(
  door: Door,
  batches: readonly Buffer[],
  senders: number,
): Promise<{ accepted: number; seconds: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  let next = 0;
  let accepted = 0;
  const sender = async (): Promise<void> => {
    for (let body = batches[next++]; body !== undefined; body = batches[next++]) {
      // Not `accepted += await …`: that adds to what it was before the wait, and loses what others added meanwhile.
      const taken = await sendBatch(door, body, agent);
      accepted += taken;
    }
  };
  try {
    const start = performance.now();
    await Promise.all(Array.from({ length: senders }, sender));
    return { accepted, seconds: (performance.now() - start) / 1_000 };
  } finally {
    agent.destroy();
  }
}

/** Sends one event and returns when its receipt has come. */
export async function sendOne(door: Door, event: SampleEvent, agent: Agent): Promise<void> {
  await sendBatch(door, Buffer.from(JSON.stringify([event])), agent);
}

/** How many were accepted, which must be all; a sender that is told to wait waits and sends them again. */
async function sendBatch(door: Door, body: Buffer, agent: Agent): Promise<number> {
  for (;;) {
    const { status, text } = await post(door, body, agent);
    if (status === 429) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    if (status !== 200) throw new Error(`events were not taken: ${status} ${text}`);
    const { receipts } = JSON.parse(text) as Receipts;
    const other = receipts.find((receipt) => receipt.status !== 'accepted');
    if (other !== undefined) throw new Error(`an event of the benchmark was not accepted: ${JSON.stringify(other)}`);
    return receipts.length;
  }
}

function post({ url, token }: Door, body: Buffer, agent: Agent): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': BATCH, 'content-length': body.length, authorization: `Bearer ${token}` };
    const sent = request(`${url}/events`, { method: 'POST', agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
