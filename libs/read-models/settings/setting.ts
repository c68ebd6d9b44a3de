/** A value that was read, in the form in which it is kept; or why it cannot be one, for the operator. */
export type SettingReading = { readonly value: string } | { readonly problem: string };

/** What a setting is: its value while nobody has set it, and how a text becomes a value. */
export interface SettingDefinition {
  readonly description: string;
  readonly initial: string;
  read(text: string): SettingReading;
  /** What stands between values that are given as several words of a command; default a blank. */
  readonly between?: string;
}
