import { maskCpr } from '#contracts';

/** A party as a reader of history sees it: what the event named, put back, masked and protected as in the view. */
export interface NamedParty {
  readonly id: string;
  readonly kind: string;
  readonly identifier: { readonly type: string; readonly value: string };
  readonly name: string | null;
  readonly nameProtected: boolean;
}

const HIDDEN_OF_PARTY: ReadonlySet<string> = new Set([
  'name',
  'lines',
  'postalCode',
  'city',
  'municipalityCode',
  'coName',
]);

/** Shown number: a CPR number without its last four digits, and no replacement number that stands for one. */
export const shownNumber = (type: string, value: string): string =>
  type === 'cpr' || type === 'replacement' ? maskCpr(value) : value;

/**
 * The event's data as a reader may see it: party references put back by their order in the event, numbers masked,
 * our own node ids left out. `isProtected` hides what a party event itself tells of a protected party.
 */
export function toldData(
  data: unknown,
  parties: (index: number, nodeId: string) => NamedParty | null,
  isProtected: boolean,
): unknown {
  let next = 0;
  const tell = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(tell);
    if (typeof value !== 'object' || value === null) return value;
    const fields = value as Record<string, unknown>;
    if (typeof fields['partyId'] === 'string') return parties(next++, fields['partyId']);
    const isNumber = typeof fields['nodeId'] === 'string' && typeof fields['value'] === 'string';
    return Object.fromEntries(
      Object.entries(fields)
        .filter(([name]) => !['nodeId', 'otherKindNodeId', 'intoNodeId', 'kindUnknown'].includes(name))
        .map(([name, inner]): [string, unknown] => {
          if (isNumber && name === 'value')
            return [name, shownNumber(typeof fields['type'] === 'string' ? fields['type'] : '', String(inner))];
          if (isProtected && HIDDEN_OF_PARTY.has(name)) return [name, null];
          return [name, tell(inner)];
        }),
    );
  };
  return tell(data);
}
