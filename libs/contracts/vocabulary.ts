import { Type, type Static, type TSchema } from '@sinclair/typebox';

/** A closed list of words; published as an `enum`. */
export const choice = <const Words extends readonly string[]>(words: Words, description: string) =>
  Type.Unsafe<Words[number]>({ type: 'string', enum: [...words], description });

/** One line of text, never empty. */
export const line = (description: string, maxLength = 500) => Type.String({ minLength: 1, maxLength, description });

/** Running text, never empty. */
export const prose = (description: string) => Type.String({ minLength: 1, maxLength: 10_000, description });

/** A real calendar day. */
export const date = (description: string) => Type.String({ format: 'date', description });

/** A moment, RFC 3339 with zone. */
export const moment = (description: string) => Type.String({ format: 'date-time', description });

/** A day (from midnight in Copenhagen) or a moment with zone: read it with `momentOf`. */
export const dayOrMoment = (description: string) =>
  Type.Unsafe<string>({
    anyOf: [
      { type: 'string', format: 'date' },
      { type: 'string', format: 'date-time' },
    ],
    description,
  });

/** An exact decimal number as text: no exponent, no separator of thousands. Its digits are kept and shown as sent. */
export const amount = (description: string) =>
  Type.String({ pattern: '^-?[0-9]{1,18}(\\.[0-9]{1,12})?$', description: `${description}; a decimal number as text` });

/** Currency of the amounts beside it. */
export const currency = () =>
  Type.String({ pattern: '^[A-Z]{3}$', description: 'Currency of the amounts (ISO 4217); DKK where left out' });

/** The uuid of an object of the same source. */
export const uuid = (description: string) => Type.String({ format: 'uuid', description });

/** An absolute URI. */
export const uri = (description: string) => Type.String({ format: 'uri', maxLength: 512, description });

/** The value, or null, which clears what was asserted before. */
export const nullable = <S extends TSchema>(schema: S) =>
  Type.Union([schema, Type.Null()], { description: 'null clears it' });

/** An object that refuses fields it does not name. */
export const closed = <P extends Record<string, TSchema>>(properties: P, description?: string) =>
  Type.Object(properties, { additionalProperties: false, ...(description === undefined ? {} : { description }) });

/** A list with a bound, so that one event cannot carry a register. */
export const list = <S extends TSchema>(items: S, description: string, maxItems = 1000) =>
  Type.Array(items, { maxItems, description });

export const kle = () =>
  Type.String({ pattern: '^[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}$', description: 'KLE subject, dd.dd.dd' });
export const facet = () => Type.String({ pattern: '^[A-Z][0-9]{2}$', description: 'KLE action facet, such as G01' });
export const kleVersion = () => line('Version of the KLE plan from which subject and facet are taken', 32);
export const statusText = () => line('The status in the words of the source system');
export const legalBasis = () => line('The provision on which it rests', 1000);
export const documentVersion = () => line('Version of the document as the source names it', 64);
export const partyName = () => line('Name of the party as the source writes it');

/** Ordered: each level covers those before it. */
export const Sensitivity = choice(
  ['notConfidential', 'confidential', 'sensitive', 'vip'],
  'How sensitive the object is, in rising order',
);
export type Sensitivity = Static<typeof Sensitivity>;

/** `ordered` and `carriedOut` come from older sources and are shown in the phase `decided`. */
export const CaseProgress = choice(
  ['opened', 'informed', 'decided', 'closed', 'ordered', 'carriedOut'],
  'How far the case has come; ordered and carriedOut are of older sources and count as decided',
);
export type CaseProgress = Static<typeof CaseProgress>;

export const PartyKind = choice(['person', 'company'], 'A person or a company');
export type PartyKind = Static<typeof PartyKind>;

export const IdentifierType = choice(
  ['cpr', 'cvr', 'pnr', 'replacement', 'other'],
  'cpr: ten digits, hyphen allowed; cvr: eight digits, modulus 11; pnr: ten digits; replacement and other: the own text of the source',
);
export type IdentifierType = Static<typeof IdentifierType>;

/** What names a party. `replacement` and `other` hold within their source only. */
export const Identifier = closed({ type: IdentifierType, value: line('The number itself', 128) });
export type Identifier = Static<typeof Identifier>;

/** A party as an event of another object names it. Intake moves name and number into the party's own stream. */
export const PartyRef = closed(
  { kind: PartyKind, identifier: Identifier, name: Type.Optional(partyName()) },
  'A party, named by one identifier',
);
export type PartyRef = Static<typeof PartyRef>;

export const PartyRole = choice(['primary', 'secondary', 'benefitRecipient'], 'What the party is to the object');
export type PartyRole = Static<typeof PartyRole>;

/** A party in its role, as cases list them. */
export const PartyInRole = closed({ party: PartyRef, role: PartyRole });
export type PartyInRole = Static<typeof PartyInRole>;

/** Somebody who acts: an organisation, a unit of it, a user or an IT system. */
export const ActorRef = closed(
  {
    kind: choice(['organisation', 'unit', 'user', 'itSystem'], 'What acts'),
    id: line('Id of the actor at the authority, stable for life', 256),
    name: Type.Optional(line('Name of the actor')),
  },
  'Somebody who acts',
);
export type ActorRef = Static<typeof ActorRef>;

/** `owner`, `responsibleUnit`, `primaryHandler` and `lentTo` hold one actor each, `otherHandler` any number. */
export const ActorRole = choice(
  ['owner', 'responsibleUnit', 'primaryHandler', 'otherHandler', 'lentTo'],
  'What the actor is to the case',
);
export type ActorRole = Static<typeof ActorRole>;

const hopParams = Type.Record(Type.String({ pattern: '^[A-Za-z0-9_]{1,64}$' }), Type.String({ maxLength: 1024 }), {
  additionalProperties: false,
  description: 'Values for the variables of the hop template of the source',
});
const hopByUrl = closed({
  url: Type.String({ format: 'uri', maxLength: 2048, pattern: '^https?://', description: 'https' }),
});
const hopByKey = closed({
  key: line('Value of {key} in the hop template of the source'),
  params: Type.Optional(hopParams),
});

/** The way into the source system: a ready URL (https; http in development), or the key for the template of the source. */
export type Hop = Static<typeof hopByUrl> | Static<typeof hopByKey>;
export const Hop = Type.Unsafe<Hop>({
  type: 'object',
  description: 'The way into the source system: {url}, or {key, params?} for the hopTemplate of the source',
  if: { properties: { url: {} }, required: ['url'] },
  then: hopByUrl,
  else: hopByKey,
});

/** The families that a source counts in heartbeats and snapshots. */
export const COUNTED_FAMILIES = [
  'case',
  'party',
  'document',
  'journal-note',
  'grant',
  'payment',
  'service',
  'unit',
] as const;
const count = () => Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }));
export const FamilyCounts = closed(
  {
    case: count(),
    party: count(),
    document: count(),
    'journal-note': count(),
    grant: count(),
    payment: count(),
    service: count(),
    unit: count(),
  },
  'How many objects of each family the source has',
);
export type FamilyCounts = Static<typeof FamilyCounts>;

/** True for a part of validated data that is a PartyRef: nothing else of the contract has an identifier in it. */
export function isPartyRef(value: unknown): value is PartyRef {
  if (typeof value !== 'object' || value === null || !('identifier' in value)) return false;
  return typeof value.identifier === 'object';
}
