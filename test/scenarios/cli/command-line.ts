import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventStoreEnvironment } from '../../support/event-log.js';
import { builtProgram } from '../../support/program.js';
import { keepLogged, noteToken } from '../../support/run-logs.js';

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line on stdout. */
  readonly lastLine: string;
}

/** `npm run overblik` on a data folder of its own. */
export interface CommandLine {
  readonly folder: string;
  run(
    words: readonly string[],
    given?: { readonly stdin?: string | Buffer; readonly environment?: Record<string, string> },
  ): Promise<Ended>;
  remove(): void;
}

/** A data folder that goes with the test; `environment` holds for every command. */
export function commandLine(environment: Record<string, string> = {}): CommandLine {
  const folder = mkdtempSync(join(tmpdir(), 'overblik-cli-'));
  chmodSync(folder, 0o755); // PostgreSQL's own user must get in where the tests run as root
  return {
    folder,
    async run(words, { stdin, environment: more } = {}) {
      const program = await builtProgram();
      const { PATH = '', HOME = '/' } = process.env;
      const child = spawn(process.execPath, [join(program, 'dist/apps/cli/main.js'), ...words], {
        cwd: program,
        env: {
          PATH,
          HOME,
          OVERBLIK_DATA_DIR: join(folder, 'data'),
          ...(await eventStoreEnvironment()),
          ...environment,
          ...more,
        },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      child.stdin.on('error', () => undefined); // a command that reads no stdin may be gone before it is written
      child.stdin.end(stdin);
      const [code] = (await once(child, 'close')) as [number | null];
      const lastLine = stdout.trimEnd().split('\n').at(-1) ?? '';
      keepLogged('commands', stderr);
      if (words[0] === 'token') noteToken(lastLine);
      return { code, stdout, stderr, lastLine };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
