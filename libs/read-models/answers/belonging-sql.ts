import { among } from './statement-builder.js';

/** The numbers that cases have now or from some day on, and those that they have no more. */
const numbered = `(select authority, case_id, case_number from overview.case_current
  union all select authority, case_id, case_number from overview.case_past_number)`;

/**
 * What may be another half of own cases in a parallel run: every case that ever had a number that one of them ever had. At
 * which moment two of them are a pair is seen from their rows. Without a run nothing is looked up.
 */
export const otherHalves = `select half.case_id from ${numbered} half
 where half.authority = $1 and exists (select from overview.parallel_run where authority = $1)
   and ${among('half.case_number', `select n.case_number from ${numbered} n where n.authority = $1 and ${among('n.case_id', 'select case_id from own')}`)}`;

/** The cases asked about, with their other halves: where parties are asked about, none. */
export const askedCases = `select case_id from cases where cardinality($3::uuid[]) > 0`;

/**
 * What was ever said to belong to the nodes of parties in `near` and the cases in `cases`, as tables of a `with`; `$1` is the
 * authority, `$3` the cases that are asked about. `also` selects further objects, of whatever family.
 */
export function belongingSql(also: string): string {
  return `documents as materialized (
         select document_id from overview.document_case where authority = $1 and ${among('case_id', 'select case_id from cases')}
         union select document_id from overview.document_party where authority = $1 and ${among('node_id', 'select node_id from near')}
         union ${also}),
       lying as materialized (
         select note_id from overview.note_case where authority = $1 and ${among('case_id', 'select case_id from cases')}
         union ${also}),
       notes as materialized (
         select note_id from lying
         union select note_id from overview.note_case where authority = $1 and supersedes <> note_id and ${among('supersedes', 'select note_id from lying')}),
       owners as materialized (select node_id as owner_id from near union select case_id from cases union ${also}),
       payments as materialized (
         select payment_id from overview.payment_owner where authority = $1 and ${among('owner_id', 'select owner_id from owners')}
         union select payment_id from overview.payment_owner where authority = $1
           and ${among('owner_id', `select grant_id from overview.grant_owner where authority = $1 and ${among('owner_id', askedCases)}`)}
         union ${also}),
       grants as materialized (
         select grant_id from overview.grant_owner where authority = $1 and ${among('owner_id', 'select owner_id from owners')}
         union select owner_id from overview.payment_owner where authority = $1 and ${among('payment_id', 'select payment_id from payments')}
         union ${also}),
       services as materialized (
         select service_id from overview.service_owner where authority = $1 and ${among('owner_id', 'select owner_id from owners')}
         union ${also})`;
}
