/** How much is measured: enough for firm figures, or (`--quick`) for a look within eight minutes. */
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
  /** What the measurements of the event store work with: taken in once, before them. */
  readonly sealedEvents: number;
  readonly storeRounds: number;
  /** Events a round, of each shape of calls. */
  readonly shapeEvents: number;
  readonly liveEvents: number;
  readonly lagSeconds: number;
  /** Stored events at which the cost of one more is held against what it is at the first of them. */
  readonly growthSizes: readonly [base: number, ...grown: number[]];
  readonly growthRounds: number;
  /** Cases among which is searched, with half as many documents and notes each. */
  readonly searchedCases: number;
  /** Searches of each kind and caller. */
  readonly searches: number;
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
    sealedEvents: 60_000,
    storeRounds: 5,
    shapeEvents: 8_000,
    liveEvents: 6_000,
    lagSeconds: 15,
    growthSizes: [10_000, 100_000, 1_000_000],
    growthRounds: 5,
    searchedCases: 100_000,
    searches: 60,
    importSeconds: () => Infinity,
    tell,
  };
}

/** Under three minutes without the event store: the import, which comes before it, takes what is left of them. */
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
    sealedEvents: 25_000,
    storeRounds: 3,
    shapeEvents: 4_000,
    liveEvents: 3_000,
    lagSeconds: 8,
    growthSizes: [10_000, 100_000],
    growthRounds: 3,
    searchedCases: 20_000,
    searches: 40,
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
    sealedEvents: 2_000,
    storeRounds: 1,
    shapeEvents: 500,
    liveEvents: 400,
    lagSeconds: 1,
    growthSizes: [1_000, 3_000],
    growthRounds: 1,
    searchedCases: 1_000,
    searches: 10,
    importSeconds: () => Infinity,
    tell,
  };
}

/** Growth goes on to two million. */
export const withTwoMillion = (effort: Effort): Effort => ({
  ...effort,
  growthSizes: [...effort.growthSizes, 2_000_000],
});
