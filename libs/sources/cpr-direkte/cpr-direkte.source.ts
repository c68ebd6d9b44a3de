import { normalizeCpr } from '#contracts';
import type { SourceAdapter, SourceItem } from '../source-adapter.js';
import { sourceRegistered } from '../source-event.js';
import { addressesOf } from './addresses.js';
import { readExtract, type CprPerson } from './extract-reader.js';
import { eventsOf, type Statement } from './fact-events.js';
import { identityOf, isReplaced, replacementOf } from './identity.js';
import { namesOf } from './names.js';
import { protectionOf } from './protection.js';
import { relationsOf } from './relations.js';

/** The source of everything that the civil registration system (Det Centrale Personregister) tells. */
export const CPR_SOURCE = 'urn:overblik:source:cpr';

/** For whom an extract is read. */
export interface CprDirekteOptions {
  /** CVR of the municipality. */
  readonly authority: string;
  /** The authority's own key: object and event ids are made from CPR numbers under it. */
  readonly hmacKey: Buffer;
  readonly sourceKnown: boolean;
}

/** CPR Direkte extracts (fixed width, ISO 8859-1): a number is a party. */
export const cprDirekteSource: SourceAdapter<CprDirekteOptions> = {
  name: 'cpr',
  description: 'A CPR Direkte extract: persons with numbers, names, addresses, protection, status and relations',
  flags: [],
  sourceOf: () => CPR_SOURCE,
  optionsFrom: (_flags, settings) => ({ ok: true, value: settings }),
  read,
};

async function* read(input: AsyncIterable<Uint8Array>, options: CprDirekteOptions): AsyncGenerator<SourceItem> {
  const identity = { source: CPR_SOURCE, authority: options.authority };
  if (!options.sourceKnown) {
    const event = sourceRegistered(identity, { name: 'CPR (Det Centrale Personregister)', expectedInterval: 'P1M' });
    yield { kind: 'event', event, line: 1 };
  }
  for await (const part of readExtract(input)) {
    if (part.kind === 'person') yield* itemsOf(part.person, { identity, hmacKey: options.hmacKey });
    else yield part;
  }
}

function itemsOf(person: CprPerson, given: Pick<Statement, 'identity' | 'hmacKey'>): SourceItem[] {
  const skipped = (reason: string): SourceItem[] => [{ kind: 'skipped', reason, line: person.line }];
  const number = normalizeCpr(person.number);
  if (number === undefined) return skipped('record 001 has no valid personal number');
  const statement = { ...given, producedOn: person.producedOn };
  if (isReplaced(person)) {
    const replacement = replacementOf(person);
    if (replacement === undefined) return skipped('the number was replaced, but record 001 does not say by which');
    // The change belongs to the party that lives on: its founding event is in the extract of the current number.
    return eventsOf([replacement.fact], { ...statement, number: replacement.currentNumber });
  }
  const facts = [
    ...identityOf(person),
    ...namesOf(person),
    ...addressesOf(person),
    ...protectionOf(person),
    ...relationsOf(person),
  ];
  return eventsOf(facts, { ...statement, number });
}
