/** One measured thing as it is printed, and written by `--json`. What is only printed beside has no bar. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the machine itself can do, measured in the same run, or what is allowed. */
  readonly limit: number | null;
  /** `value / limit`. */
  readonly ratio: number | null;
  /** What the ratio must come to: at least, or at most where less is better. */
  readonly bar: number | null;
  readonly ok: boolean;
}

/** A figure with what the reader of the table should know of it. */
export interface Finding {
  readonly figure: Figure;
  /** What the limit is. */
  readonly against: string;
  readonly notes: readonly string[];
}

interface Told {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly limit: number;
  readonly bar: number;
  readonly against: string;
  readonly notes?: readonly string[];
}

/** Ours must come to the bar's part of the limit. */
export function atLeast(told: Told): Finding {
  return finding(told, (ratio) => ratio >= told.bar);
}

/** Ours may come to no more than the bar's multiple of the limit. */
export function atMost(told: Told): Finding {
  return finding(told, (ratio) => ratio <= told.bar);
}

/** Ours must stay below what is allowed. */
export function below(told: Omit<Told, 'bar'>): Finding {
  return finding({ ...told, bar: 1 }, (ratio) => ratio < 1);
}

/** A limit against the machine's own: a third below the ratio that the design was measured with, it was measured badly. */
export function limitItself(
  told: Omit<Told, 'bar'> & { readonly designRatio: number; readonly designSays: string },
): Finding {
  const bar = (told.designRatio * 2) / 3;
  const measured = atLeast({ ...told, bar });
  const said = `${told.designSays}: ${told.designRatio.toFixed(2)}`;
  const verdict = measured.figure.ok ? said : `MEASURED BADLY: more than a third below the design's figure (${said})`;
  return { ...measured, notes: [verdict, ...measured.notes] };
}

/** Beside its limit, without a bar. */
export function told(of: Omit<Told, 'bar'>): Finding {
  const measured = finding({ ...of, bar: 0 }, () => true);
  return { ...measured, figure: { ...measured.figure, bar: null } };
}

/** Printed beside, held against nothing. */
export function beside(name: string, value: number, unit: string, notes: readonly string[] = []): Finding {
  const figure = { name, value: rounded(value), unit, limit: null, ratio: null, bar: null, ok: true };
  return { figure, against: '', notes };
}

function finding(
  { name, unit, value, limit, bar, against, notes = [] }: Told,
  holds: (ratio: number) => boolean,
): Finding {
  const ratio = value / limit;
  const figure = {
    name,
    value: rounded(value),
    unit,
    limit: rounded(limit),
    ratio: rounded(ratio),
    bar: rounded(bar),
    ok: holds(ratio),
  };
  return { figure, against, notes };
}

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) throw new Error('nothing was measured');
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

function rounded(value: number): number {
  const digits = Math.abs(value) >= 100 ? 0 : 3;
  return Number(value.toFixed(digits));
}
