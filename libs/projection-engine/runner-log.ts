/** What the runner says while it works; never personal data. */
export interface RunnerLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}
