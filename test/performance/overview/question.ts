const caseFields = `id source caseNumber title kle facet sensitivity progress progressRaw statusText openedOn closedOn
  decision { outcome decidedOn legalBasis } responsibleUnit { kind id name } primaryHandler { kind id name }
  parties { role from to party { id kind name nameProtected } } hop lastEventAt`;
const pageFields = 'totalCount pageInfo { hasNextPage endCursor }';

/** The full 360° view: all that is known of the party itself, and the first page of every list with its nested parties and cases. */
export const question = `query Overview($key: PartyKey!) {
  party(key: $key) {
    id kind name nameProtected birthDate status diedOn
    identifiers { type value from to }
    address { lines postalCode city municipalityCode coName } addressProtected
    addressHistory { address { lines postalCode city } from to }
    nameHistory { name from to }
    relations { kind from to party { id kind name nameProtected } }
    cases(first: 20) { ${pageFields} edges { node { ${caseFields} } } }
    documents(first: 60) { ${pageFields} edges { node {
      id source documentNumber title documentType direction letterDate version sensitivity progress cases { link case { id caseNumber } } hop } } }
    journalNotes(first: 40) { ${pageFields} edges { node {
      id source title text format notedOn withdrawn supersedes author { kind id name } case { id caseNumber } } } }
    timeline(first: 50) { ${pageFields} edges { node { id kind at title objectId source } } }
    freshness { source state lastEventAt lastHeartbeatAt missing message }
  }
}`;

/** The same with the whole timeline, from which the hand-written server's tables are filled. */
export const wholeQuestion = question.replace('timeline(first: 50)', 'timeline(first: 200)');

/** The body of a request for the citizen of that number. */
export function bodyFor(cpr: string, asked = question): string {
  return JSON.stringify({ query: asked, variables: { key: { cpr } } });
}

interface Actor {
  readonly kind: string;
  readonly id: string;
  readonly name: string | null;
}
interface PartyFacts {
  readonly id: string;
  readonly kind: string;
  readonly name: string | null;
  readonly nameProtected: boolean;
}
interface Address {
  readonly lines: readonly string[];
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly municipalityCode?: string | null;
  readonly coName?: string | null;
}
interface Period {
  readonly from: string;
  readonly to: string | null;
}
interface List<Node> {
  readonly totalCount: number;
  readonly edges: readonly { readonly node: Node }[];
}
interface CaseFacts {
  readonly id: string;
  readonly source: string;
  readonly caseNumber: string;
  readonly title: string;
  readonly kle: string;
  readonly facet: string | null;
  readonly sensitivity: string;
  readonly progress: string;
  readonly progressRaw: string;
  readonly statusText: string | null;
  readonly openedOn: string;
  readonly closedOn: string | null;
  readonly decision: {
    readonly outcome: string;
    readonly decidedOn: string;
    readonly legalBasis: string | null;
  } | null;
  readonly responsibleUnit: Actor | null;
  readonly primaryHandler: Actor | null;
  readonly parties: readonly ({ readonly role: string; readonly party: PartyFacts } & Period)[];
  readonly hop: string | null;
  readonly lastEventAt: string;
}
interface DocumentFacts {
  readonly id: string;
  readonly source: string;
  readonly documentNumber: string | null;
  readonly title: string;
  readonly documentType: string;
  readonly direction: string | null;
  readonly letterDate: string;
  readonly version: string | null;
  readonly sensitivity: string;
  readonly progress: string;
  readonly cases: readonly { readonly link: string; readonly case: { readonly id: string } }[];
  readonly hop: string | null;
}
interface NoteFacts {
  readonly id: string;
  readonly source: string;
  readonly title: string;
  readonly text: string;
  readonly format: string;
  readonly notedOn: string;
  readonly withdrawn: boolean;
  readonly supersedes: string | null;
  readonly author: Actor | null;
  readonly case: { readonly id: string };
}
interface Moment {
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  readonly title: string;
  readonly objectId: string;
  readonly source: string;
}

/** The answer, as far as the hand-written server's tables are filled from it. */
export interface WholeView extends PartyFacts {
  readonly birthDate: string | null;
  readonly status: string | null;
  readonly diedOn: string | null;
  readonly identifiers: readonly {
    readonly type: string;
    readonly value: string;
    readonly from: string | null;
    readonly to: string | null;
  }[];
  readonly address: Address | null;
  readonly addressProtected: boolean;
  readonly addressHistory: readonly ({ readonly address: Address } & Period)[];
  readonly nameHistory: readonly ({ readonly name: string } & Period)[];
  readonly relations: readonly ({ readonly kind: string; readonly party: PartyFacts } & Period)[];
  readonly cases: List<CaseFacts>;
  readonly documents: List<DocumentFacts>;
  readonly journalNotes: List<NoteFacts>;
  readonly timeline: List<Moment>;
  readonly freshness: readonly {
    readonly source: string;
    readonly lastEventAt: string | null;
    readonly lastHeartbeatAt: string | null;
  }[];
}
