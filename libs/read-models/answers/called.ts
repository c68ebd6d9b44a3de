import { caseVisibleSql, documentVisibleSql } from '#access';
import type { PartyView } from '../parties/party.view.js';
import { grantSeen, paymentSeen, serviceSeen } from './live-benefits.js';
import type { LiveNames } from './list-sql.js';
import { holdsAt } from './statement-builder.js';

/*
 * What a party is called that no party event names: the strongest mention of it by an object that the caller sees. Nothing of
 * this is looked at for other parties.
 */

type Names = Pick<LiveNames, 'authority' | 'now'>;

/** The caller sees the object whose event the mention `m` is. A party's own events are judged by no rights. */
function objectSeen(names: Names): string {
  const { authority, now } = names;
  const there = (table: string, alias: string, id: string, seen: string): string =>
    `exists (select 1 from overview.${table} ${alias} where ${alias}.authority = ${authority} and ${alias}.${id} = m.object_id
       and ${holdsAt(alias, now)} and ${seen})`;
  const document = documentVisibleSql('d', {
    from: `overview.document_case l join overview.case_current c on c.authority = l.authority and c.case_id = l.case_id and ${holdsAt('c', now)}`,
    where: `l.authority = d.authority and l.document_id = d.document_id and ${holdsAt('l', now)}`,
    caseAlias: 'c',
    isWithoutCase: 'd.without_case',
  });
  return `case m.family when 'party' then true
    when 'case' then ${there('case_current', 'mc', 'case_id', caseVisibleSql('mc'))}
    when 'document' then ${there('document_current', 'd', 'document_id', document)}
    when 'grant' then ${there('grant_current', 'gr', 'grant_id', grantSeen(names))}
    when 'payment' then ${there('payment_current', 'pm', 'payment_id', paymentSeen(names))}
    when 'service' then ${there('service_current', 'sv', 'service_id', serviceSeen(names))}
    else false end`;
}

/** Sorted (behind `offset 0`) before anything is judged: nearly always the first is told, and a landlord is named on ten thousand cases. */
const STRONGEST = 'rank collate "C" desc, name collate "C"';

/** SQL of a column of the mention that tells the caller what the party of row `p` of `party_current` is called; null where none does. */
const strongestSql = (names: Names, p: string, column: 'name' | 'name_words'): string =>
  `case when ${p}.called then (select m.${column} from (
       select name, name_words, rank, family, object_id from overview.mention h
        where node_id = any(${p}.nodes) and name is not null and ${holdsAt('h', names.now)} order by ${STRONGEST} offset 0) m
     where ${objectSeen(names)} order by ${STRONGEST} limit 1) end`;

/** SQL of the document of row `p` of `party_current` as JSON text, and of what the caller is told that it is called. */
export const calledPartyJson = (names: Names, p: string): string =>
  `('{"d":' || ${p}.doc || ',"c":' || coalesce(to_json(${strongestSql(names, p, 'name')})::text, 'null') || '}')`;

/** The same of a party that party events name. */
export const foundedPartyJson = (p: string): string => `('{"d":' || ${p}.doc || ',"c":null}')`;

/** What {@link calledPartyJson} gives. */
export interface CalledParty {
  readonly d: PartyView;
  readonly c: string | null;
}

/** The party with what it is called, where no party event names it. */
export const asCalled = ({ d, c }: CalledParty): PartyView => (c === null ? d : { ...d, name: c });

/** SQL of the name under which row `p` of `party_current` is shown to the caller. */
export const shownNameSql = (names: Names, p: string): string =>
  `coalesce(${strongestSql(names, p, 'name')}, ${foundedNameSql(p)})`;

/** SQL of the name that party events give the party of row `p` of `party_current`. */
export const foundedNameSql = (p: string): string => `${p}.doc::json ->> 'name'`;

/** SQL of the words of the name under which row `p` of `party_current` is shown to the caller. */
export const shownNameWordsSql = (names: Names, p: string): string =>
  `case when ${p}.called then coalesce(${strongestSql(names, p, 'name_words')}, '{}') else ${p}.name_words end`;
