/**
 * What properties over a whole house draw from: the same worlds at every run, unless the environment asks for others
 * (`OVERBLIK_SEED`) or for more of them (`OVERBLIK_RUNS`, 20 unless said).
 */
export const seed = Number(process.env['OVERBLIK_SEED'] ?? 2026);
export const runs = Number(process.env['OVERBLIK_RUNS'] ?? 20);

/** The extent of a property, that many times as large with as many more runs; a smaller counterexample would take as long. */
export const drawn = (numRuns: number): { seed: number; numRuns: number; endOnFailure: true } => ({
  seed,
  numRuns: Math.ceil((numRuns * runs) / 20),
  endOnFailure: true,
});
