/** Writes a line to stdout: what a person reads, two spaces between its parts, or one JSON object. */
export function writeLine<T extends object>(
  told: T,
  partsOf: (told: T) => readonly (string | number)[],
  isJson: boolean | undefined,
): void {
  process.stdout.write(`${isJson === true ? JSON.stringify(told) : partsOf(told).join('  ')}\n`);
}
