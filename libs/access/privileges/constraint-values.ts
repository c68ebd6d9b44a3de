import type { SensitivityLevel } from './privilege-group.js';

const sensitivityWords: ReadonlyMap<string, SensitivityLevel> = new Map([
  ['notConfidential', 0],
  ['confidential', 1],
  ['sensitive', 2],
  ['vip', 3],
  ['IKKE_FORTROLIGE_DATA', 0],
  ['FORTROLIGE_PERSONOPLYSNINGER', 1],
  ['FOELSOMME_PERSONOPLYSNINGER', 2],
  ['VIP_SAGER', 3],
]);

const kleForm = /^(\d{2}(?:\.\d{2}){0,2})$|^(\d{2}(?:\.\d{2})?)\.\*$/;
const uriForm = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s,]+$/;
const unitForm = /^[^\s*,]{1,200}$/;
const viewClassForm = /^[^\s,](?:[^,\n\r\t]{0,198}[^\s,])?$/;

/** `*`, `dd`, `dd.*`, `dd.dd`, `dd.dd.*`, `dd.dd.dd`, several with commas → prefixes of whole segments; undefined: bad. */
export function readKle(value: string): readonly string[] | undefined {
  return readList(value, (item) => {
    if (item === '*') return item;
    const form = kleForm.exec(item);
    return form?.[1] ?? form?.[2];
  });
}

/** Exactly one word of either vocabulary; undefined: bad. */
export function readSensitivity(value: string): SensitivityLevel | undefined {
  return sensitivityWords.get(value.trim());
}

/** Ids of organisational units; `*` is none. */
export function readUnits(value: string): readonly string[] | undefined {
  return readList(value, (item) => (unitForm.test(item) ? item : undefined));
}

/** URIs of source systems. */
export function readSources(value: string): readonly string[] | undefined {
  return readList(value, (item) => (uriForm.test(item) ? item : undefined));
}

/** Names of view classes. */
export function readViewClasses(value: string): readonly string[] | undefined {
  return readList(value, (item) => (viewClassForm.test(item) ? item : undefined));
}

/** One bad item spoils the list: to leave it out would turn a slip into another right than the one that was given. */
function readList(value: string, readItem: (item: string) => string | undefined): readonly string[] | undefined {
  const items: string[] = [];
  for (const part of value.split(',')) {
    const item = readItem(part.trim());
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}
