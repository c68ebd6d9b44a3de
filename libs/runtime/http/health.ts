import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as sleep } from 'node:timers/promises';

type Fastify = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

/** `degraded`: it holds, and something of it needs an operator. */
export type Holding = 'ok' | 'degraded' | 'failing';

/** One thing that must hold before events can be taken and read. */
export interface ReadinessCheck {
  name: string;
  /** Throws, or says false or `failing`, where it does not hold. */
  holds(): Promise<boolean | Holding> | boolean | Holding;
}

const PATIENCE_MS = 2_000;
const REMEMBERED_MS = 250;

/** `/health/live`: the process answers. `/health/ready`: 200 only when events can be taken and read, with a word on each check. */
export function installHealth(fastify: Fastify, checks: readonly ReadinessCheck[]): void {
  const remembered = remember(() => askAll(checks));
  fastify.get('/health/live', async () => ({ status: 'ok' }));
  fastify.get('/health/ready', async (_request, reply) => {
    const answers = await remembered();
    const isReady = Object.values(answers).every((answer) => answer !== 'failing');
    const status = !isReady ? 'unavailable' : Object.values(answers).includes('degraded') ? 'degraded' : 'ok';
    return reply.code(isReady ? 200 : 503).send({ status, checks: answers });
  });
}

async function askAll(checks: readonly ReadinessCheck[]): Promise<Record<string, Holding>> {
  const answers = await Promise.all(checks.map(async (check) => [check.name, await ask(check)] as const));
  return Object.fromEntries(answers);
}

async function ask(check: ReadinessCheck): Promise<Holding> {
  const patience = new AbortController();
  try {
    const tooSlow = sleep(PATIENCE_MS, false, { signal: patience.signal }).catch(() => false);
    const holds = await Promise.race([check.holds(), tooSlow]);
    return typeof holds === 'string' ? holds : holds ? 'ok' : 'failing';
  } catch {
    return 'failing'; // the fault itself is in the log of whoever met it
  } finally {
    patience.abort();
  }
}

/** The route is open to anyone: however often it is asked, the database is asked a few times a second. */
function remember<T>(ask: () => Promise<T>): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | undefined;
  return () => {
    if (last === undefined || Date.now() - last.at > REMEMBERED_MS) last = { at: Date.now(), answer: ask() };
    return last.answer;
  };
}
