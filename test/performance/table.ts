import type { Finding } from './figures.js';

const HEADINGS = ['what', 'ours', 'unit', 'limit', 'ratio', 'bar', ''] as const;

/** The cells of a finding, in the order of the table's columns. */
export function cellsOf({ figure }: Finding, isLess: (finding: Finding['figure']) => boolean = lessIsBetter): string[] {
  const { name, value, unit, limit, ratio, bar, ok } = figure;
  const sign = isLess(figure) ? '≤' : '≥';
  return [
    name,
    number(value),
    unit,
    limit === null ? '' : number(limit),
    ratio === null ? '' : ratio.toFixed(2),
    bar === null ? '' : `${sign} ${bar.toFixed(2)}`,
    bar === null ? '' : ok ? 'ok' : 'BAR MISSED',
  ];
}

/** Headings of the columns of `cellsOf`. */
export const headings: readonly string[] = HEADINGS;

/** The findings as aligned text. */
export function asText(findings: readonly Finding[]): string {
  const rows = [[...HEADINGS], ...findings.map((finding) => cellsOf(finding))];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        isNumeric(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const [head = [], ...body] = rows;
  const lines = [line(head), widths.map((width) => '-'.repeat(width)).join('  ')];
  body.forEach((row, index) => {
    lines.push(line(row));
    for (const note of findings[index]?.notes ?? []) lines.push(`    ${note}`);
  });
  return `${lines.join('\n')}\n`;
}

/** A number as people read it: whole from a hundred on, with separators. */
export function number(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-GB') : String(Number(value.toFixed(2)));
}

const LESS_IS_BETTER: ReadonlySet<string> = new Set([
  'ms',
  'MB',
  'statements',
  'reads',
  'events behind',
  'µs an event',
]);

function lessIsBetter({ unit }: Finding['figure']): boolean {
  return LESS_IS_BETTER.has(unit);
}

const isNumeric = (column: number): boolean => column === 1 || (column >= 3 && column <= 4);
