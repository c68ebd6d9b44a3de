import type { Client } from 'pg';
import type { WholeView } from './question.js';

/*
 * The tables of the hand-written server: what anyone would make who had only this view to answer, normalised, with an
 * index on each foreign key. They are filled from our own answers, so that both servers tell the same facts.
 */

const TABLES = {
  parties:
    'id uuid primary key, cpr text, kind text, name text, name_protected boolean, birth_date date, status text, died_on date, address_protected boolean',
  identifiers:
    'party_id uuid, n int, type text, value text, valid_from timestamptz, valid_to timestamptz, primary key (party_id, n)',
  addresses:
    'party_id uuid, lines text[], postal_code text, city text, municipality_code text, co_name text, valid_from timestamptz, valid_to timestamptz, primary key (party_id, valid_from)',
  names: 'party_id uuid, name text, valid_from timestamptz, valid_to timestamptz, primary key (party_id, valid_from)',
  relations:
    'party_id uuid, n int, kind text, other_id uuid, valid_from timestamptz, valid_to timestamptz, primary key (party_id, n)',
  actors: 'id text primary key, kind text, name text',
  cases: `id uuid primary key, source text, case_number text, title text, kle text, facet text, sensitivity text, progress text, progress_raw text,
    status_text text, opened_on date, closed_on date, responsible_unit text, primary_handler text, hop text, last_event_at timestamptz`,
  decisions: 'case_id uuid primary key, outcome text, decided_on date, legal_basis text',
  case_parties:
    'case_id uuid, n int, party_id uuid, role text, valid_from timestamptz, valid_to timestamptz, primary key (case_id, n)',
  case_steps: 'case_id uuid, id text, kind text, at timestamptz, title text, primary key (case_id, id)',
  party_steps: 'party_id uuid, id text, kind text, at timestamptz, title text, source text, primary key (party_id, id)',
  documents: `id uuid primary key, source text, document_number text, title text, document_type text, direction text, letter_date date, version text,
    sensitivity text, progress text, hop text`,
  document_links: 'document_id uuid, case_id uuid, link text, primary key (document_id, case_id)',
  notes: `id uuid primary key, case_id uuid, source text, title text, text text, format text, noted_on date, withdrawn boolean, supersedes uuid, author text`,
  sources:
    'uri text primary key, expected_interval interval, last_event_at timestamptz, last_heartbeat_at timestamptz, missing int',
} as const;
const INDEXES = [
  'parties (cpr)',
  'case_parties (party_id)',
  'document_links (case_id)',
  'notes (case_id)',
  'relations (other_id)',
];

type TableName = keyof typeof TABLES;
type Value = string | number | boolean | null | readonly string[];

/** Rows by table and primary key, so that what two views tell of one thing is one row. */
class Rows {
  private readonly tables = new Map<TableName, Map<string, readonly Value[]>>();

  add(table: TableName, key: string, ...row: readonly Value[]): void {
    const rows = this.tables.get(table) ?? new Map<string, readonly Value[]>();
    this.tables.set(table, rows.set(key, row));
  }

  /** What is told in full must not be replaced by what is told in passing. */
  addIfNew(table: TableName, key: string, ...row: readonly Value[]): void {
    if (this.tables.get(table)?.has(key) !== true) this.add(table, key, ...row);
  }

  async write(client: Client): Promise<void> {
    for (const [table, rows] of this.tables) {
      for (const row of rows.values()) {
        await client.query({
          name: table,
          text: `insert into bare.${table} values (${row.map((_, n) => `$${n + 1}`).join(', ')})`,
          values: [...row],
        });
      }
    }
  }
}

/** Makes the tables anew and fills them with what the views tell, by the citizen's number. */
export async function fillNormalisedTables(client: Client, views: ReadonlyMap<string, WholeView>): Promise<void> {
  const rows = new Rows();
  for (const [cpr, view] of views) addCitizen(rows, cpr, view);
  for (const view of views.values()) addLists(rows, view);
  await client.query('begin; drop schema if exists bare cascade; create schema bare');
  for (const [table, columns] of Object.entries(TABLES)) await client.query(`create table bare.${table} (${columns})`);
  await rows.write(client);
  for (const index of INDEXES) await client.query(`create index on bare.${index}`);
  await client.query('commit');
  await client.query('vacuum analyze');
}

function addCitizen(rows: Rows, cpr: string, view: WholeView): void {
  const { id } = view;
  rows.add(
    'parties',
    id,
    id,
    cpr,
    view.kind,
    view.name,
    view.nameProtected,
    view.birthDate,
    view.status,
    view.diedOn,
    view.addressProtected,
  );
  view.identifiers.forEach(({ type, value, from, to }, n) =>
    rows.add('identifiers', `${id}/${n}`, id, n, type, value, from, to),
  );
  for (const { address, from, to } of view.addressHistory) {
    // Only the address of now is told in full; the same code and c/o name stand for those before it.
    const { municipalityCode = null, coName = null } = view.address ?? {};
    rows.add(
      'addresses',
      `${id}/${from}`,
      id,
      address.lines,
      address.postalCode,
      address.city,
      municipalityCode,
      coName,
      from,
      to,
    );
  }
  for (const { name, from, to } of view.nameHistory) rows.add('names', `${id}/${from}`, id, name, from, to);
}

type PartyFacts = WholeView['relations'][number]['party'];

function addLists(rows: Rows, view: WholeView): void {
  const addParty = ({ id, kind, name, nameProtected }: PartyFacts): void =>
    rows.addIfNew('parties', id, id, null, kind, name, nameProtected, null, null, null, false);
  const addActor = (actor: { kind: string; id: string; name: string | null } | null): string | null => {
    if (actor !== null) rows.add('actors', actor.id, actor.id, actor.kind, actor.name);
    return actor?.id ?? null;
  };
  view.relations.forEach(({ kind, party, from, to }, n) => {
    addParty(party);
    rows.add('relations', `${view.id}/${n}`, view.id, n, kind, party.id, from, to);
  });
  for (const { node } of view.cases.edges) {
    const { id, decision } = node;
    rows.add(
      'cases',
      id,
      id,
      node.source,
      node.caseNumber,
      node.title,
      node.kle,
      node.facet,
      node.sensitivity,
      node.progress,
      node.progressRaw,
      node.statusText,
      node.openedOn,
      node.closedOn,
      addActor(node.responsibleUnit),
      addActor(node.primaryHandler),
      node.hop,
      node.lastEventAt,
    );
    if (decision !== null) rows.add('decisions', id, id, decision.outcome, decision.decidedOn, decision.legalBasis);
    node.parties.forEach(({ party, role, from, to }, n) => {
      addParty(party);
      rows.add('case_parties', `${id}/${n}`, id, n, party.id, role, from, to);
    });
  }
  for (const { node } of view.documents.edges) {
    rows.add(
      'documents',
      node.id,
      node.id,
      node.source,
      node.documentNumber,
      node.title,
      node.documentType,
      node.direction,
      node.letterDate,
      node.version,
      node.sensitivity,
      node.progress,
      node.hop,
    );
    for (const {
      link,
      case: { id },
    } of node.cases)
      rows.add('document_links', `${node.id}/${id}`, node.id, id, link);
  }
  for (const { node } of view.journalNotes.edges) {
    rows.add(
      'notes',
      node.id,
      node.id,
      node.case.id,
      node.source,
      node.title,
      node.text,
      node.format,
      node.notedOn,
      node.withdrawn,
      node.supersedes,
      addActor(node.author),
    );
  }
  for (const {
    node: { id, kind, at, title, objectId, source },
  } of view.timeline.edges) {
    if (kind.startsWith('CASE_')) rows.add('case_steps', id, objectId, id, kind, at, title);
    else if (kind === 'ADDRESS' || kind === 'PARTY') rows.add('party_steps', id, objectId, id, kind, at, title, source);
  }
  for (const { source, lastEventAt, lastHeartbeatAt } of view.freshness)
    rows.add('sources', source, source, 'P7D', lastEventAt, lastHeartbeatAt, 0);
}
