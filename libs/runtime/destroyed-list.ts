import { existsSync, mkdirSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** A line of the list, as `#personal-data` tells it. */
interface Line<Because> {
  readonly at: string;
  readonly streams: readonly string[];
  readonly because?: Because;
}

/**
 * The list of destroyed keys in `<data folder>/keys/destroyed`: a line of JSON each, only added to, on disk before it counts.
 * A line that a power cut left half written is passed over: what it told was not done yet, and is told again.
 */
export function destroyedListIn<Because>(dataDir: string): {
  add(streams: readonly string[], because?: Because): Promise<void>;
  read(): Promise<readonly Line<Because>[]>;
} {
  const file = join(resolve(dataDir), 'keys', 'destroyed');
  return {
    async add(streams, because) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      const line: Line<Because> = { at: new Date().toISOString(), streams, ...(because !== undefined && { because }) };
      const handle = await open(file, 'a', 0o600);
      try {
        // Begun with a line break, so that it never goes on where another was cut off.
        await handle.write(`\n${JSON.stringify(line)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    async read() {
      if (!existsSync(file)) return [];
      return (await readFile(file, 'utf8')).split('\n').flatMap((text) => readLine<Because>(text));
    },
  };
}

function readLine<Because>(text: string): Line<Because>[] {
  if (text === '') return [];
  try {
    return [JSON.parse(text) as Line<Because>];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
