import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from '@swc/core';

const sources = new URL('./', import.meta.url).pathname;
const packages = new URL('../../../node_modules', import.meta.url).pathname;

/** A stand-in that runs in a process of its own. */
export interface StandInProcess {
  readonly port: number;
  /** What a client connects to. */
  readonly url: string;
  /** Ends it as the kernel does, and resolves when it is gone. */
  kill(): Promise<void>;
}

/**
 * Starts one and resolves when it takes calls. With the `file` and the `port` of one that was killed, it is that one,
 * started again. Whoever starts it kills it.
 */
export async function startStandInProcess(options: { port?: number; file?: string } = {}): Promise<StandInProcess> {
  const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const { PATH = '', HOME = '/' } = process.env;
  const child = spawn(process.execPath, [join(await compiled(), 'main.js'), ...given], {
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = once(child, 'close');
  let output = '';
  const port = await new Promise<number>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stdout?.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
    child.once('close', () => reject(new Error(`the stand-in did not start:\n${output}`)));
  });
  return {
    port,
    url: `esdb://127.0.0.1:${port}?tls=false`,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** This folder as JavaScript, in a folder of the test run that goes with it: tests never run what lies in `dist`. */
async function compiled(): Promise<string> {
  const run = process.env['OVERBLIK_TEST_RUN'];
  if (run === undefined) throw new Error('test/support/global-setup.js did not run');
  const folder = mkdtempSync(join(run, 'kurrentdb-stand-in-'));
  symlinkSync(packages, join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const names = readdirSync(sources).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
  const settings = {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
    swcrc: false,
  } as const;
  for (const name of names) {
    const { code } = await transform(readFileSync(join(sources, name), 'utf8'), settings);
    writeFileSync(join(folder, name.replace(/ts$/, 'js')), code);
  }
  return folder;
}
