import { isUri } from '#contracts';
import { readMisuseLimit } from './misuse-limits.js';
import { readPurposes, readRetention } from './access-settings.js';
import type { SettingDefinition, SettingReading } from './setting.js';

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
  hiddenObjects: {
    description: 'none, or existsOnly: whether the lists of a party tell how many more cases and documents there are',
    initial: 'none',
    read: oneOf('hiddenObjects', ['none', 'existsOnly']),
  },
  purposeRequired: {
    description: 'true or false: whether caseworkers must say why they look',
    initial: 'false',
    read: oneOf('purposeRequired', ['true', 'false']),
  },
  purposes: {
    description: 'the only purposes there are, with a semicolon or comma between; empty for any',
    initial: '',
    read: readPurposes,
    between: ';',
  },
  accessRetention: {
    description:
      'how long entries of the access log are kept: <purpose>=<ISO 8601 duration>, *=<duration> for all others, with a semicolon or comma between; empty: for ever',
    initial: '',
    read: readRetention,
    between: ';',
  },
  misuseRepeated: {
    description: '<look-ups of one party by one user>/<ISO 8601 duration>: from then on a signal',
    initial: '20/P1D',
    read: (text) => readMisuseLimit('misuseRepeated', text),
  },
  misuseBulk: {
    description: '<parties looked up by one user>/<ISO 8601 duration>: from then on a signal',
    initial: '60/PT1H',
    read: (text) => readMisuseLimit('misuseBulk', text),
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

function oneOf(key: string, words: readonly string[]): SettingDefinition['read'] {
  return (text) =>
    words.includes(text.trim()) ? { value: text.trim() } : { problem: `${key} is ${words.join(' or ')}` };
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
