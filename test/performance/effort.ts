/** How much is measured: enough for firm figures, or (`--quick`) for a look within three minutes. */
export interface Effort {
  /** Rounds that count; one goes before them to warm up, until V8 has compiled what is hot: no shorter in a quick run. */
  readonly intakeRounds: number;
  readonly intakeEvents: number;
  readonly intakeWarmUpEvents: number;
  readonly projectionRounds: number;
  readonly citizens: number;
  readonly askingRounds: number;
  readonly askingSeconds: number;
  readonly askingWarmUpSeconds: number;
  readonly publishings: number;
  readonly importedEvents: number;
  /** How long the import may take at most, as of now. */
  importSeconds(): number;
  /** Tells how far it has come. */
  tell(what: string): void;
}

const QUICK_MS = 160_000;

/** What counts for the figures in docs/performance.md. */
export function fullEffort(tell: Effort['tell']): Effort {
  return {
    intakeRounds: 5,
    intakeEvents: 5_000,
    intakeWarmUpEvents: 20_000,
    projectionRounds: 5,
    citizens: 60,
    askingRounds: 5,
    askingSeconds: 6,
    askingWarmUpSeconds: 12,
    publishings: 200,
    importedEvents: 100_000,
    importSeconds: () => Infinity,
    tell,
  };
}

/** Under three minutes: the import, which comes last, takes what is left of them. */
export function quickEffort(tell: Effort['tell']): Effort {
  const until = performance.now() + QUICK_MS;
  return {
    intakeRounds: 3,
    intakeEvents: 4_000,
    intakeWarmUpEvents: 15_000,
    projectionRounds: 3,
    citizens: 16,
    askingRounds: 3,
    askingSeconds: 2.5,
    askingWarmUpSeconds: 8,
    publishings: 50,
    importedEvents: 100_000,
    importSeconds: () => Math.max(10, (until - performance.now()) / 1_000),
    tell,
  };
}

/** Only whether everything works: the figures mean nothing. */
export function tinyEffort(tell: Effort['tell']): Effort {
  return {
    intakeRounds: 1,
    intakeEvents: 400,
    intakeWarmUpEvents: 400,
    projectionRounds: 1,
    citizens: 4,
    askingRounds: 1,
    askingSeconds: 1,
    askingWarmUpSeconds: 1,
    publishings: 5,
    importedEvents: 2_000,
    importSeconds: () => Infinity,
    tell,
  };
}
