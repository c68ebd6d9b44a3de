import { isCvr, isPNumber, isUuid, normalizeCpr } from '#contracts';
import type { PartyKey } from '#read-models/queries';
import { Failure } from '../output/failure.js';

/** What a key on the command line means: our own id, a CPR number with or without hyphen, a CVR number or a P-number. */
export function partyKeyFrom(text: string): PartyKey {
  const cpr = normalizeCpr(text);
  if (isUuid(text)) return { id: text.toLowerCase() };
  if (cpr !== undefined) return { cpr };
  if (isCvr(text)) return { cvr: text };
  if (isPNumber(text)) return { pnr: text };
  throw new Failure('the key must be a CPR number, a CVR number or a party id'); // never echoed: it may be a number
}
