import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { eventStoreEnvironment } from './event-log.js';
import { keepLogged } from './run-logs.js';

const repository = new URL('../../', import.meta.url).pathname;

/**
 * The program as `npm run build` makes it, built once a test run into a folder of its own: tests must neither run an old
 * `dist` nor write into one that is in use. Returns that folder.
 */
export async function builtProgram(): Promise<string> {
  const run = process.env['OVERBLIK_TEST_RUN'];
  if (run === undefined) throw new Error('test/support/global-setup.js did not run');
  const program = join(run, 'program');
  const done = join(program, 'built');
  if (isFirst(program)) {
    copyFileSync(join(repository, 'package.json'), join(program, 'package.json'));
    symlinkSync(join(repository, 'node_modules'), join(program, 'node_modules'));
    const swc = join(repository, 'node_modules/@swc/cli/bin/swc.js');
    const options = ['apps', 'libs', '-d', join(program, 'dist'), '--quiet'];
    execFileSync(process.execPath, [swc, ...options], { cwd: repository, stdio: 'pipe' });
    writeFileSync(done, '');
  }
  for (let waited = 0; !existsSync(done); waited += 50) {
    if (waited > 60_000) throw new Error('the program was not built');
    await sleep(50);
  }
  return program;
}

/** A process of the built program. */
export interface RunningProgram {
  child: ChildProcess;
  /** What it has written so far, to stdout and stderr. */
  output(): string;
  /** Resolves with what the pattern found in the output; fails when the process ends without it. */
  says(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Resolves with the exit code, or null where a signal ended it. */
  ended(): Promise<number | null>;
}

/** Starts `dist/<main>` with this environment and none of ours that would change what it does. */
export async function startProgram(
  main: string,
  environment: Readonly<Record<string, string>>,
  options: readonly string[] = [],
): Promise<RunningProgram> {
  const program = await builtProgram();
  const { PATH = '', HOME = '/' } = process.env;
  const child = spawn(process.execPath, [join(program, 'dist', main), ...options], {
    cwd: program,
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    keepLogged(`program-${child.pid ?? 0}`, chunk.toString());
  });
  const end = once(child, 'close');
  return {
    child,
    output: () => output,
    async says(pattern) {
      for (const until = Date.now() + 60_000; ;) {
        const found = pattern.exec(output);
        if (found !== null) return found;
        if (Date.now() > until) throw new Error(`it does not say ${String(pattern)}:\n${output}`);
        if (child.exitCode !== null || child.signalCode !== null) {
          await end;
          if (!pattern.test(output)) throw new Error(`it ended without saying ${String(pattern)}:\n${output}`);
        }
        await sleep(20);
      }
    },
    async ended() {
      await end;
      return child.exitCode;
    },
  };
}

/** Starts everything in one process on a free port; resolves when it takes requests. */
export async function startStandalone(
  environment: Readonly<Record<string, string>>,
): Promise<RunningProgram & { url: string }> {
  const place = await eventStoreEnvironment();
  const main = 'apps/standalone/main.js';
  const program = await startProgram(main, { PORT: '0', LOG_LEVEL: 'warn', ...place, ...environment });
  const [, url = ''] = await program.says(/Overblik runs on (http\S+)/);
  return { ...program, url };
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
