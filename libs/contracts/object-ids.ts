/** Every field of the contract that holds the uuid of another object; a spec holds the list against the schemas. */
export const OBJECT_ID_FIELDS: readonly string[] = [
  'caseId',
  'parentCaseId',
  'documentId',
  'grantId',
  'into',
  'supersedes',
  'parentUnitId',
];

/** Lists whose entries name other objects. */
const LISTS = ['cases', 'lines'] as const;

type Fields = Readonly<Record<string, unknown>>;

/**
 * The data with the uuids of other objects in lower case, as ids of objects are kept (RFC 9562 reads both, writes lower).
 * The same data where there is nothing to change, which is nearly always.
 */
export function withLowerCaseIds(data: Fields): Fields {
  let result = data;
  for (const name of OBJECT_ID_FIELDS) {
    const id = data[name];
    if (typeof id !== 'string') continue;
    const lower = id.toLowerCase();
    if (lower !== id) result = { ...result, [name]: lower };
  }
  for (const name of LISTS) {
    const items = data[name];
    if (!Array.isArray(items)) continue;
    const entries = items as readonly Fields[];
    const lowered = entries.map(withLowerCaseIds);
    if (lowered.some((entry, index) => entry !== entries[index])) result = { ...result, [name]: lowered };
  }
  return result;
}
