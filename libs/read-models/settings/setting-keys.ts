import { isUri } from '#contracts';

/** A value that was read, in the form in which it is kept; or why it cannot be one, for the operator. */
export type SettingReading = { readonly value: string } | { readonly problem: string };

/** What a setting is: its value while nobody has set it, and how a text becomes a value. */
export interface SettingDefinition {
  readonly description: string;
  readonly initial: string;
  read(text: string): SettingReading;
}

/** A legacy system and the one that takes its cases over. */
export interface ParallelRunPair {
  readonly legacy: string;
  readonly successor: string;
}

/** The settings of an authority. A key stands here only when something goes by it: setting it must have an effect. */
export const settingKeys = {
  parallelRun: {
    description: '<legacy>=<successor>, several with a blank between; empty for none',
    initial: '',
    read: readParallelRun,
  },
} as const satisfies Readonly<Record<string, SettingDefinition>>;

/** The name of a setting. */
export type SettingKey = keyof typeof settingKeys;

/** Whether there is a setting of this name. */
export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(settingKeys, key);

/** The pairs of a value of `parallelRun` as it is kept. */
export function parallelRunPairs(value: string): ParallelRunPair[] {
  return value
    .split(' ')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return { legacy: pair.slice(0, at), successor: pair.slice(at + 1) };
    });
}

/** A legacy system has one successor, and none of them is itself a legacy: else it would not be clear whose case shows. */
function readParallelRun(text: string): SettingReading {
  const pairs = new Map<string, string>();
  for (const pair of text.split(/[\s,]+/).filter((each) => each !== '')) {
    const [legacy = '', successor = '', ...rest] = pair.split('=');
    if (rest.length > 0 || !isUri(legacy) || !isUri(successor))
      return { problem: 'parallelRun is <legacy>=<successor>, both the URI of a source' };
    if (legacy === successor) return { problem: 'parallelRun: a source cannot succeed itself' };
    if ((pairs.get(legacy) ?? successor) !== successor)
      return { problem: 'parallelRun: a legacy source has one successor' };
    pairs.set(legacy, successor);
  }
  if ([...pairs.values()].some((successor) => pairs.has(successor)))
    return { problem: 'parallelRun: a successor cannot be the legacy of another pair' };
  return {
    value: [...pairs]
      .map(([legacy, successor]) => `${legacy}=${successor}`)
      .sort()
      .join(' '),
  };
}
