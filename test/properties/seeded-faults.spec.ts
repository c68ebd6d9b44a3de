import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { transform } from '@swc/core';
import { builtProgram } from '../support/program.js';
import { SEEDED_FAULTS, type SeededFault } from './seeded-faults.js';

/** Worlds in which a fault has to show. */
const WORLDS = 400;
/** What holds where nothing is seeded is the claim of any-order.spec.ts: here it is only that the process can hold it. */
const UNDISTURBED = 40;
const SEED = 2026;
const repository = new URL('../../', import.meta.url).pathname;

interface Verdict {
  readonly failed: boolean;
  readonly held: number;
  readonly difference?: string;
  readonly thrown?: string;
}

/** Compiles a file as the build does, after the edit. */
async function compile(file: string, target: string, edit: (text: string) => string = (text) => text): Promise<void> {
  const { code } = await transform(edit(readFileSync(join(repository, file), 'utf8')), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
    swcrc: false,
  });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, code);
}

/** The property and all that it is made of, for a process of its own. */
const ofTheProperty = (): string[] =>
  ['test/properties', 'test/properties/twin', 'test/support']
    .flatMap((folder) => readdirSync(join(repository, folder)).map((name) => `${folder}/${name}`))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .filter((file) => !file.startsWith('test/support/') || file.endsWith('/asking.ts'));

/** Runs the property in a copy of the built program that has the fault in it. */
async function runWith(program: string, fault: SeededFault | null, name: string, numRuns: number): Promise<Verdict> {
  const folder = join(program, '..', `seeded-${name}`);
  mkdirSync(folder);
  try {
    for (const file of ['package.json', 'dist/libs', 'test'])
      cpSync(join(program, file), join(folder, file), { recursive: true });
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
    if (fault !== null) {
      const { file, text, becomes } = fault;
      await compile(file, join(folder, 'dist', file.replace(/\.ts$/, '.js')), (source) => {
        if (source.split(text).length !== 2) throw new Error(`${file} does not have the text once: ${text}`);
        return source.replace(text, () => becomes);
      });
    }
    const { PATH = '', HOME = '/' } = process.env;
    const main = join(folder, 'test/properties/worlds-child.js');
    const child = spawn(process.execPath, [main], { cwd: folder, env: { PATH, HOME }, stdio: 'pipe' });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stdin.write(JSON.stringify({ seed: SEED, numRuns }));
    await once(child, 'close');
    const verdict = output.trim().split('\n').at(-1) ?? '';
    if (!verdict.startsWith('{')) throw new Error(`the property did not run: ${output}`);
    return JSON.parse(verdict) as Verdict;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the twin', () => {
  it('shares no code with the product: it takes types from it and nothing else', () => {
    const folder = join(repository, 'test/properties/twin');
    const imports = readdirSync(folder).flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/^(import .*) from '([^']+)';$/gm)].map(
        ([, what = '', from = '']) => ({ file, what, from }),
      ),
    );
    expect(imports.length).toBeGreaterThan(10);
    expect(imports.filter(({ what, from }) => !from.startsWith('./') && !what.startsWith('import type '))).toEqual([]);
  });
});

describe('the property that compares the handlers with the twin', () => {
  let program: string;
  beforeAll(async () => {
    program = await builtProgram();
    for (const file of ofTheProperty()) await compile(file, join(program, relative('.', file).replace(/\.ts$/, '.js')));
  }, 120_000);

  it('holds in a process of its own where nothing is seeded', async () => {
    expect(await runWith(program, null, 'none', UNDISTURBED)).toEqual({ failed: false, held: UNDISTURBED });
  }, 300_000);

  it.each(SEEDED_FAULTS.map((fault, index) => [fault.name, fault, index] as const))(
    'fails where %s',
    async (_name, fault, index) => {
      const { failed, difference, thrown } = await runWith(program, fault, String(index), WORLDS);
      expect(failed).toBe(true);
      expect(difference ?? thrown).toMatch(/asOf .* asKnownAt|the timeline is out of order/);
    },
    300_000,
  );
});
