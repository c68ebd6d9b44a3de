/** What a look-up is conspicuous by. Parties are told apart by identifier, never by name. */
export const misuseKinds = [
  'OWN_RECORD',
  'HOUSEHOLD',
  'FAMILY',
  'COLLEAGUE',
  'VIP',
  'NO_RELATION',
  'REPEATED',
  'BULK',
] as const;

/** @see misuseKinds */
export type MisuseKind = (typeof misuseKinds)[number];

/** What the kind says to whoever follows it up. */
export const misuseMessages: Readonly<Record<MisuseKind, string>> = {
  OWN_RECORD: 'Brugeren har slået sig selv op.',
  HOUSEHOLD: 'Brugeren har slået en person i sin egen husstand op.',
  FAMILY: 'Brugeren har slået et medlem af sin egen familie op.',
  COLLEAGUE: 'Brugeren har slået en kollega op.',
  VIP: 'Brugeren har slået en part med en VIP-sag op.',
  NO_RELATION: 'Brugeren har slået en part op, som brugerens enhed ingen sag har med.',
  REPEATED: 'Brugeren har slået den samme part op usædvanligt mange gange.',
  BULK: 'Brugeren har slået usædvanligt mange forskellige parter op på kort tid.',
};
