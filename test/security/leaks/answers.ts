/* How answers of the API are put beside what the oracle says: as lists of labels, with the count that was told. */

/** What lists, counts and searches show: the labels in order of text. */
export type Seen = Readonly<Record<string, readonly string[]>>;

/** One question, with the lists that it tells of. */
export interface Question {
  readonly query: string;
  /** What the answer must show. */
  readonly expected: Seen;
  readonly read: (data: Json) => Seen;
}

export type Json = Record<string, unknown>;
type Connection = { totalCount: number; edges: readonly { node: Json }[] };

/** Labels in order, with how many there are in front; both sides of a comparison are made by it. */
export const listed = (labels: readonly string[], total = labels.length): string[] => [
  `${total}:`,
  ...[...labels].sort(),
];

/** The same of a connection in an answer. */
export const shownIn = (connection: unknown, label: (node: Json) => string): string[] => {
  const { totalCount, edges } = connection as Connection;
  return listed(
    edges.map(({ node }) => label(node)),
    totalCount,
  );
};

export const titleOf = ({ title }: Json): string => String(title);
const grantOf = ({ grantNumber, benefits }: Json): string =>
  `${String(grantNumber)}(${(benefits as { id: string }[]).map(({ id }) => id).join('')})`;
const LABELS: Readonly<Record<string, (node: Json) => string>> = {
  cases: titleOf,
  documents: (node) =>
    `${titleOf(node)}(${(node['cases'] as { case: Json }[])
      .map((link) => titleOf(link.case))
      .sort()
      .join('+')})`,
  journalNotes: titleOf,
  grants: grantOf,
  payments: ({ gross }) => String(gross),
  services: ({ kind }) => String(kind),
  timeline: ({ kind, objectId }) => `${String(kind)} ${String(objectId)}`,
};
const NODES: Readonly<Record<string, string>> = {
  cases: 'title',
  documents: 'title cases { case { title } }',
  journalNotes: 'title',
  grants: 'grantNumber benefits { id }',
  payments: 'gross',
  services: 'kind',
  timeline: 'kind objectId',
};
/** Lists that may tell that something is hidden. */
const RESTRICTED = new Set(['cases', 'documents']);

/** The fields of such lists of a party or case. */
export const listsOf = (names: readonly string[]): string =>
  names
    .map(
      (name) =>
        `${name}(first: 100) { ${RESTRICTED.has(name) ? 'restricted { source }' : ''} totalCount edges { node { ${NODES[name]} } } }`,
    )
    .join(' ');
export const OF_PARTIES = ['cases', 'documents', 'journalNotes', 'grants', 'payments', 'services'];
export const OF_CASES = ['documents', 'journalNotes', 'grants', 'payments', 'services'];

/** What those lists show; a party or case that is not there shows nothing else. */
export const readLists = (name: string, lists: readonly string[], node: Json | null): [string, string[]][] =>
  node === null
    ? [[name, ['null']]]
    : lists.flatMap((list): [string, string[]][] => {
        const { restricted = [] } = node[list] as { restricted?: readonly { source: string }[] };
        return [
          [`${name}.${list}`, shownIn(node[list], LABELS[list] ?? titleOf)],
          [`${name}.${list} restricted`, listed(restricted.map(({ source }) => source))],
        ];
      });
