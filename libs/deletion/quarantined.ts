import type { Quarantine } from '#event-store';
import { readBody } from '#intake';
import { identifierNodeId, type AuthorityKeys, type KeyVault } from '#personal-data';

const PAGE = 200;
const KINDS = ['person', 'company'] as const;

/**
 * Throws away the bodies of quarantined events that name one of the numbers, whatever object they are of: a person is not kept
 * there because somebody else's event could not be accepted. Tells how many.
 */
export async function forgetNaming(
  authority: string,
  numbers: ReadonlySet<string>,
  { quarantine, vault }: { readonly quarantine: Quarantine; readonly vault: KeyVault },
): Promise<number> {
  const keys = vault.authority(authority);
  const naming: string[] = [];
  for (let after: string | undefined; ;) {
    const query = { authorities: [authority], limit: PAGE, ...(after !== undefined && { after }) };
    const { entries, next } = await quarantine.list(query);
    for (const entry of entries) {
      const event = readBody(entry, vault.authority);
      if (namesOneOf(event, entry.source ?? '', numbers, keys)) naming.push(entry.quarantineId);
    }
    if (next === null) return quarantine.forgetBodiesOf(naming);
    after = next;
  }
}

function namesOneOf(value: unknown, source: string, numbers: ReadonlySet<string>, keys: AuthorityKeys): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => namesOneOf(item, source, numbers, keys));
  const { type, value: number } = value as { readonly type?: unknown; readonly value?: unknown };
  if (typeof type === 'string' && typeof number === 'string') {
    return KINDS.some((kind) => numbers.has(identifierNodeId(keys, { kind, type, value: number }, source)));
  }
  return Object.values(value).some((item) => namesOneOf(item, source, numbers, keys));
}
