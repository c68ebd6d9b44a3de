import { among } from './statement-builder.js';

/*
 * What of grants, payments and services may have to do with an answer about another moment. The tables `…_owner` keep every
 * id by which one was ever tied to something: nodes of parties, cases, and of payments the grants that their lines name.
 * An id of another kind finds nothing where it is looked up.
 */

type Kind = 'grant' | 'payment' | 'service';

const ownedBy = (kind: Kind, owners: string): string =>
  `select ${kind}_id from overview.${kind}_owner where authority = $1 and ${among('owner_id', owners)}`;
const ownersOf = (kind: Kind): string =>
  `select owner_id from overview.${kind}_owner where authority = $1 and ${among(`${kind}_id`, `select ${kind}_id from ${kind}s`)}`;

/** The ids to be read; `objects`: not only the grants asked for, but all that is given. A payment brings the grants that it names. */
export const benefitsRead = (objects: boolean): string => `
  payments as materialized (${objects ? ownedBy('payment', 'select node_id from near union select unnest($5::uuid[])') : 'select null::uuid as payment_id where false'}),
  services as materialized (${objects ? ownedBy('service', 'select node_id from near') : 'select null::uuid as service_id where false'}),
  grants as materialized (
    select unnest($5::uuid[]) as grant_id
    ${objects ? `union ${ownedBy('grant', 'select node_id from near union select unnest($3::uuid[])')} union ${ownersOf('payment')}` : ''}),`;

/** The cases by which they are judged. */
export const casesOfBenefits = `${ownersOf('grant')} union ${ownersOf('service')}`;

/** The nodes of the parties to whom grants and payments are. */
export const benefitNodes = `${ownersOf('grant')} union ${ownersOf('payment')}`;

/** Keys of the rows to be read. */
export const benefitKeys = (kind: Kind): string => `select $1 || '/' || ${kind}_id from ${kind}s`;
