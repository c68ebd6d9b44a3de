import type { Finding } from './figures.js';
import type { Machine } from './machine.js';
import { cellsOf, headings } from './table.js';

/** What `docs/performance.md` says: made by `npm run bench -- --doc`, never by hand. */
export function asDocument(findings: readonly Finding[], machine: Machine, how: string): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const names = headings.map((heading) => (heading === '' ? 'holds' : heading));
  const described = findings.filter(({ against, notes }) => against !== '' || notes.length > 0);
  return [
    '# Performance',
    '',
    'Written by `npm run bench -- --doc`; do not edit. The ratios count, not the figures: each of ours stands beside what the',
    'same machine could do at all in the same run, on the same server, and each limit beside its own.',
    '',
    '```',
    'npm run bench                     # prints the table',
    'npm run bench -- --quick          # the same in less than eight minutes',
    'npm run bench -- --json <file>    # also as [{name, value, unit, limit, ratio, bar, ok}]',
    'npm run bench -- --only query     # some parts: intake, projection, query, visibility, search, memory,',
    '                                  # append, reading, seal, live, rebuild, swap, growth, cluster',
    'npm run bench -- --two-million    # growth up to two million stored events',
    '',
    'EVENT_STORE_URL=esdb://… npm run bench -- --only cluster,append',
    '```',
    '',
    row(names),
    row(names.map(() => '---')),
    ...findings.map((finding) => row(cellsOf(finding))),
    '',
    '## What each is held against',
    '',
    ...described.map(
      ({ figure, against, notes }) =>
        `- **${figure.name}**: ${[against, ...notes].filter((part) => part !== '').join('; ')}.`,
    ),
    '',
    '## Machine',
    '',
    row(['', '']),
    row(['---', '---']),
    ...Object.entries({ ...machine, run: how }).map(([what, said]) => row([what, String(said)])),
    '',
  ].join('\n');
}
