import { UNIT_IDS, uuid, SOURCES, type Municipality } from './plain-world.js';

/*
 * What a curious caller would ask: everything that the schema has, by every id and number there is, hidden ones too, with
 * pages so short that each list has several.
 */

const FRESHNESS = 'freshness { source state lastHeartbeatAt missing message }';
const NAMED = 'id kind name nameProtected identifiers { type value from to }';
const PAGE = 'totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges';
const CASE = `id source caseNumber title kle sensitivity progress progressRaw statusText openedOn closedOn decision { outcome }
  responsibleUnit { id } hop lastEventAt parties { role from to party { ${NAMED} } } relatedCases { kind case { id title } }`;
const DOCUMENT = 'id source title documentType letterDate sensitivity progress cases { link case { id title } }';
const NOTE = 'id source title text notedOn withdrawn supersedes case { id title }';
const GRANT = `id source grantNumber start end status sensitivity case { id title } party { ${NAMED} }
  benefits { id name kle start end } plans { id benefitId amount }`;
const PAYMENT = `id gross status paidAmount paidOn dispositionDate party { ${NAMED} }
  lines { from to amount benefit { id kle } plan { id amount } grant { id grantNumber benefits { id } } case { id title } decision { outcome } }`;
const SERVICE = 'id source kind kle start end case { id title }';
const TIMELINE = 'id kind at title objectId source case { id title }';
const NODES: Readonly<Record<string, string>> = {
  cases: `${CASE} ${FRESHNESS}`,
  documents: DOCUMENT,
  journalNotes: NOTE,
  grants: `${GRANT} payments(first: 2) { ${PAGE} { cursor node { ${PAYMENT} } } }`,
  payments: PAYMENT,
  services: SERVICE,
  timeline: TIMELINE,
};
const listsOf = (names: readonly string[], first: number): string =>
  names.map((name) => `${name}(first: ${first}) { ${PAGE} { cursor node { ${NODES[name]} } } }`).join(' ');
const PARTY = `${NAMED} birthDate status address { lines } relations { kind from to party { ${NAMED} ${FRESHNESS} } }
  nameHistory { name } ${FRESHNESS}`;
const OF_CASES = ['documents', 'journalNotes', 'grants', 'payments', 'services'];
const OF_PARTIES = ['cases', 'documents', 'journalNotes', 'grants', 'payments', 'services', 'timeline'];
// Positions tell how much was stored in all: where in the log an entry stands is no part of the comparison.
const HISTORY = `totalCount pageInfo { hasNextPage }
  edges { node { eventId type effectiveFrom effectiveTo registeredAt registeredBy source data erased changed { path before after } } }`;
const HIT = `kind objectId title snippet party { ${NAMED} } case { id title }`;

/** The moments that are asked for: now, early and late in the past, and as it was known at the end of time. */
const MOMENTS = [
  '',
  ', asOf: "2024-02-01T00:00:00Z"',
  ', asOf: "2024-06-01T00:00:00Z"',
  ', asKnownAt: "2090-01-01T00:00:00Z"',
];
const TEXTS = [
  'fælles',
  'boligstøtte',
  'boligstotte',
  'flytning',
  'Karla Eksempel',
  'Karlo',
  'Søren',
  'Vilhelmine sag',
  'ydelse y1',
  '32',
];

/** A question; one with `$after` is asked again until its list, `root`, has no further page. */
export interface Question {
  readonly query: string;
  readonly pagedBy?: string;
  /** It is refused, in the same words. */
  readonly isRefused?: true;
}

/** All questions about a municipality. */
export function everyQuestion({
  people,
  cases,
  documents,
  notes,
  grants,
  payments,
  services,
}: Municipality): Question[] {
  const ask = (query: string): Question => ({ query: `{ ${query} }` });
  const paged = (root: string, list: string): Question => ({
    query: `query ($after: String) { ${list} }`,
    pagedBy: root,
  });
  const histories = [...documents, ...notes, ...grants, ...payments, ...services].map(({ id }) => id);
  return [
    ...MOMENTS.flatMap((moment, n) => [
      ...people.map(({ cpr }) =>
        ask(`party(key: {cpr: "${cpr}"}${moment}) { ${PARTY} ${listsOf(OF_PARTIES, n === 0 ? 3 : 70)} }`),
      ),
      ...cases
        .filter((_, place) => n === 0 || place % MOMENTS.length === n)
        .map(({ id }) => ask(`case(id: "${id}"${moment}) { ${CASE} ${FRESHNESS} ${listsOf(OF_CASES, 3)} }`)),
    ]),
    ...['NEWEST_OPENED', 'LATEST_EVENT', 'CASE_NUMBER'].map((order) =>
      paged(
        'searchCases',
        `searchCases(filter: {}, orderBy: ${order}, first: 5, after: $after) { ${PAGE} { cursor node { ${CASE} } } }`,
      ),
    ),
    ...[
      'kle: "32.*"',
      'progress: [CLOSED]',
      `source: "${SOURCES[1]}"`,
      `responsibleUnit: "${UNIT_IDS[2]}"`,
      'openedFrom: "2023-02-01", openedTo: "2023-04-30"',
      `party: {cpr: "${people.at(-1)?.cpr}"}`,
      'text: "Karla boligstøtte"',
      'text: "Karlo"',
    ].map((filter) =>
      paged(
        'searchCases',
        `searchCases(filter: {${filter}}, first: 4, after: $after) { ${PAGE} { cursor node { ${CASE} } } }`,
      ),
    ),
    ...TEXTS.map((text) =>
      paged('search', `search(text: "${text}", first: 7, after: $after) { ${PAGE} { cursor node { ${HIT} } } }`),
    ),
    ...[...TEXTS, ...people.map(({ cpr }) => cpr)].map((text) =>
      paged(
        'searchParties',
        `searchParties(text: "${text}", first: 2, after: $after) { ${PAGE} { cursor node { ${NAMED} cases(first: 2) { totalCount edges { node { id } } } } } }`,
      ),
    ),
    ...cases.map(({ id }) => ask(`caseHistory(caseId: "${id}") { ${HISTORY} }`)),
    ...histories.map((id) => ask(`objectHistory(objectId: "${id}") { ${HISTORY} }`)),
    // The counts are told to operators and auditors only, and count all that was received.
    ask(`sources { source name vendor ${FRESHNESS} }`),
    ask(`case(id: "${uuid(1, 998)}") { id }`),
    { ...ask('searchCases(filter: {}, after: "nonsense") { totalCount }'), isRefused: true },
    { ...ask('searchCases(filter: {kle: "320"}) { totalCount }'), isRefused: true },
  ];
}
