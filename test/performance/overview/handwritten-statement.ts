/*
 * The whole view as JSON text by one statement over the normalised tables: what a hand would write for this one question,
 * without rights and without an access entry. `$1` is the citizen's number.
 */

const instant = (at: string): string => `to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const midnight = (day: string): string => `(${day}::timestamp at time zone 'Europe/Copenhagen')`;
const cursor = (key: string, id: string): string =>
  `translate(encode(convert_to('["' || ${key} || '","' || ${id} || '"]', 'UTF8'), 'base64'), E'+/=\\n', '-_')`;
const actor = (id: string): string =>
  `(select json_build_object('kind', a.kind, 'id', a.id, 'name', a.name) from bare.actors a where a.id = ${id})`;
const period = `'from', ${instant('x.valid_from')}, 'to', ${instant('x.valid_to')}`;
const party = (id: string): string =>
  `(select json_build_object('id', q.id, 'kind', q.kind, 'name', q.name, 'nameProtected', q.name_protected) from bare.parties q where q.id = ${id})`;
const list = (items: string): string => `coalesce((${items}), '[]'::json)`;

const connection = (name: string, rows: string, first: number, key: string, node: string): string => `
  '${name}', (select json_build_object('totalCount', max(l.total),
      'pageInfo', json_build_object('hasNextPage', max(l.total) > ${first}, 'endCursor', (array_agg(${cursor(key, 'l.id::text')} order by l.n desc))[1]),
      'edges', json_agg(json_build_object('node', ${node}) order by l.n))
    from (select *, row_number() over (order by k desc, id) as n, count(*) over () as total from (${rows}) r order by k desc, id limit ${first}) l)`;

const caseNode = `json_build_object('id', l.id, 'source', l.source, 'caseNumber', l.case_number, 'title', l.title, 'kle', l.kle, 'facet', l.facet,
  'sensitivity', l.sensitivity, 'progress', l.progress, 'progressRaw', l.progress_raw, 'statusText', l.status_text, 'openedOn', l.opened_on,
  'closedOn', l.closed_on,
  'decision', (select json_build_object('outcome', d.outcome, 'decidedOn', d.decided_on, 'legalBasis', d.legal_basis) from bare.decisions d where d.case_id = l.id),
  'responsibleUnit', ${actor('l.responsible_unit')}, 'primaryHandler', ${actor('l.primary_handler')},
  'parties', ${list(`select json_agg(json_build_object('role', x.role, ${period}, 'party', ${party('x.party_id')}) order by x.n) from bare.case_parties x where x.case_id = l.id`)},
  'hop', l.hop, 'lastEventAt', ${instant('l.last_event_at')})`;

const documentNode = `json_build_object('id', l.id, 'source', l.source, 'documentNumber', l.document_number, 'title', l.title,
  'documentType', l.document_type, 'direction', l.direction, 'letterDate', l.letter_date, 'version', l.version, 'sensitivity', l.sensitivity,
  'progress', l.progress,
  'cases', ${list(`select json_agg(json_build_object('link', y.link, 'case', json_build_object('id', c.id, 'caseNumber', c.case_number)) order by c.id)
     from bare.document_links y join bare.cases c on c.id = y.case_id where y.document_id = l.id`)},
  'hop', l.hop)`;

const noteNode = `json_build_object('id', l.id, 'source', l.source, 'title', l.title, 'text', l.text, 'format', l.format, 'notedOn', l.noted_on,
  'withdrawn', l.withdrawn, 'supersedes', l.supersedes, 'author', ${actor('l.author')},
  'case', (select json_build_object('id', c.id, 'caseNumber', c.case_number) from bare.cases c where c.id = l.case_id))`;

const timelineNode = `json_build_object('id', l.id, 'kind', l.kind, 'at', ${instant('l.k')}, 'title', l.title, 'objectId', l.object_id, 'source', l.source)`;

const ownCases = 'select c.* from bare.case_parties o join bare.cases c on c.id = o.case_id where o.party_id = p.id';
const timelineRows = `
  select s.id collate "C" as id, s.at as k, s.kind, s.title, s.case_id as object_id, mine.source from mine join bare.case_steps s on s.case_id = mine.id
  union all select s.id, s.at, s.kind, s.title, s.party_id, s.source from bare.party_steps s where s.party_id = p.id
  union all select d.id::text, ${midnight('d.letter_date')}, 'DOCUMENT', 'Dokument: ' || d.title, d.id, d.source from own_documents d
  union all select n.id::text, ${midnight('n.noted_on')}, 'JOURNAL_NOTE', 'Journalnotat: ' || n.title, n.id, n.source from own_notes n`;

/** Text of the statement; its row is `{json}`. */
export const handwrittenStatement = `
with p as materialized (select * from bare.parties where cpr = $1),
  mine as materialized (select distinct c.* from p, lateral (${ownCases}) c),
  own_documents as materialized (
    select d.* from bare.documents d where d.id in (select y.document_id from mine join bare.document_links y on y.case_id = mine.id)),
  own_notes as materialized (select n.* from mine join bare.notes n on n.case_id = mine.id)
select json_build_object('data', json_build_object('party', json_build_object(
  'id', p.id, 'kind', p.kind, 'name', p.name, 'nameProtected', p.name_protected, 'birthDate', p.birth_date, 'status', p.status, 'diedOn', p.died_on,
  'identifiers', ${list(`select json_agg(json_build_object('type', x.type, 'value', x.value, ${period}) order by x.n) from bare.identifiers x where x.party_id = p.id`)},
  'address', (select json_build_object('lines', x.lines, 'postalCode', x.postal_code, 'city', x.city, 'municipalityCode', x.municipality_code, 'coName', x.co_name)
     from bare.addresses x where x.party_id = p.id and x.valid_from <= now() and (x.valid_to is null or x.valid_to > now())),
  'addressProtected', p.address_protected,
  'addressHistory', ${list(`select json_agg(json_build_object('address', json_build_object('lines', x.lines, 'postalCode', x.postal_code, 'city', x.city), ${period}) order by x.valid_from desc)
     from bare.addresses x where x.party_id = p.id`)},
  'nameHistory', ${list(`select json_agg(json_build_object('name', x.name, ${period}) order by x.valid_from desc) from bare.names x where x.party_id = p.id`)},
  'relations', ${list(`select json_agg(json_build_object('kind', x.kind, ${period}, 'party', ${party('x.other_id')}) order by x.n) from bare.relations x where x.party_id = p.id`)},
  ${connection('cases', `select mine.*, mine.opened_on as k from mine`, 20, 'l.k::text', caseNode)},
  ${connection('documents', `select d.*, d.letter_date as k from own_documents d`, 60, 'l.k::text', documentNode)},
  ${connection('journalNotes', `select n.*, n.noted_on as k from own_notes n`, 40, 'l.k::text', noteNode)},
  ${connection('timeline', timelineRows, 50, instant('l.k'), timelineNode)},
  'freshness', ${list(`select json_agg(json_build_object('source', s.uri, 'state', case when s.missing > 0 then 'GAP'
        when greatest(s.last_event_at, s.last_heartbeat_at) + 2 * s.expected_interval < now() then 'STALE' else 'CURRENT' end,
      'lastEventAt', ${instant('s.last_event_at')}, 'lastHeartbeatAt', ${instant('s.last_heartbeat_at')}, 'missing', s.missing, 'message', null) order by s.uri)
    from bare.sources s where s.uri in (select source from mine union select source from bare.party_steps where party_id = p.id)`)}
)))::text as json from p`;
