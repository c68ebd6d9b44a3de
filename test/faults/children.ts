import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { transform } from '@swc/core';
import { builtProgram } from '../support/program.js';
import { keepLogged } from '../support/run-logs.js';

/** A process that runs a file of this folder. */
export interface Child {
  readonly process: ChildProcess;
  output(): string;
  /** Resolves when it has said so; fails when it ends without. */
  says(text: string): Promise<void>;
  /** Asks it to end by itself. */
  stop(): Promise<void>;
  kill(): Promise<void>;
  readonly ended: Promise<unknown>;
}

/** Compiles the files into the folder of the built program; the first is what `start` runs, with its task on stdin. */
export async function prepareChild(...files: readonly [string, ...string[]]): Promise<(task: object) => Child> {
  const program = await builtProgram();
  for (const file of files) {
    const { code } = await transform(readFileSync(new URL(`${file}.ts`, import.meta.url), 'utf8'), {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
      swcrc: false,
    });
    writeFileSync(join(program, `${file}.js`), code);
  }
  return (task) => startChild(program, join(program, `${files[0]}.js`), task);
}

function startChild(program: string, main: string, task: object): Child {
  const { PATH = '', HOME = '/' } = process.env;
  const child = spawn(process.execPath, [main], { cwd: program, env: { PATH, HOME }, stdio: 'pipe' });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    keepLogged(`child-${child.pid ?? 0}`, chunk.toString());
  });
  // One that is killed before it has read its task.
  child.stdin.on('error', () => undefined);
  child.stdin.write(JSON.stringify(task));
  const ended = once(child, 'close');
  return {
    process: child,
    output: () => output,
    ended,
    async says(text) {
      for (const until = Date.now() + 120_000; !output.includes(text); await sleep(20))
        if (Date.now() > until || child.exitCode !== null || child.signalCode !== null)
          throw new Error(`it does not say ${text}:\n${output}`);
    },
    async stop() {
      child.stdin.write('stop');
      await ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
