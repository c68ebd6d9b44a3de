import type { AccessEntry, PersonalPart, StoredAccessEntry } from '#access';
import { maskCpr, normalizeCpr } from '#contracts';

/** An entry as it is shown to whoever audits: what it told of persons is null or empty where that was erased. */
export interface ShownEntry extends Omit<AccessEntry, 'authority' | 'reason' | 'lookedUp' | 'ownNodes'> {
  readonly reason: string | null;
  /** Of the stored entry. */
  readonly id: string;
}

/** An entry that was opened, with CPR numbers masked: also an auditor sees the last four digits by a reveal only. */
export function shownEntry(id: string, entry: StoredAccessEntry, personal: PersonalPart | null): ShownEntry {
  const { authority: _authority, sealed: _sealed, lookedUp: _lookedUp, ownNodes: _ownNodes, ...open } = entry;
  return {
    ...open,
    id,
    userName: personal?.userName ?? null,
    searchText: maskedOrNull(personal?.searchText),
    asked: personal?.asked.map(withMaskedNumbers) ?? [],
    reason: maskedOrNull(personal?.reason),
  };
}

function maskedOrNull(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : withMaskedNumbers(text);
}

/** The text with every number that may be a CPR number masked. */
function withMaskedNumbers(text: string): string {
  return text.replace(/(?<!\d)(\d{6})[- ]?(\d{4})(?!\d)/g, (number, birth: string, serial: string) =>
    normalizeCpr(birth + serial) === undefined ? number : maskCpr(birth + serial),
  );
}
