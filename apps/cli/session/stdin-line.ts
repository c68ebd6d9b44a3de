import { createInterface } from 'node:readline';

/** The first line of stdin without blanks round it: for what must not stand on the command line, where `ps` shows it. */
export async function firstLineOfStdin(): Promise<string> {
  const lines = createInterface({ input: process.stdin });
  for await (const line of lines) {
    lines.close();
    process.stdin.destroy();
    return line.trim();
  }
  return '';
}
