import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of the benchmark's own. */
export interface OwnProcess {
  readonly pid: number;
  readonly url: string;
  /** Asks it to end, and sees that it does. */
  end(): Promise<void>;
}

/** What a process is started with, beside our own way to the tools. */
export interface Start {
  /** Seen from this file. */
  readonly main: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Its address, as it tells it on stdout. */
  readonly tells: RegExp;
  /** Of Node. */
  readonly options?: readonly string[];
}

const PATIENCE_MS = 30_000;
const running = new Set<ChildProcess>();

/** However this process ends, what it started ends too: each by its own id. */
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a process of Node and waits for the address that it tells. */
export async function startProcess({ main, environment = {}, tells, options = [] }: Start): Promise<OwnProcess> {
  const { PATH = '', HOME = '/' } = process.env;
  const file = fileURLToPath(new URL(main, import.meta.url));
  const env = { PATH, HOME, ...environment };
  const child = spawn(process.execPath, [...options, file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  const closed = once(child, 'close').finally(() => running.delete(child));
  const url = await addressOf(child, tells, closed);
  return {
    pid: child.pid ?? 0,
    url,
    async end() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      await closed;
      clearTimeout(late);
    },
  };
}

async function addressOf(child: ChildProcess, tells: RegExp, closed: Promise<unknown>): Promise<string> {
  let output = '';
  const told = new Promise<string>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const [, url] = tells.exec(output) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
  const ended = closed.then(() => {
    throw new Error(`a process ended before it told its address:\n${output}`);
  });
  ended.catch(() => undefined);
  return Promise.race([told, ended]);
}
