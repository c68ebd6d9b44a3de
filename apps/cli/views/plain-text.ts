/** Text of a source on one line: its control characters must not steer the terminal. */
export function plainText(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ') : otherwise;
}
