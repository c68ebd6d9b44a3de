import type { Pool } from 'pg';
import { instantFromDate } from '#contracts';
import { readerOf, served } from '#projection-engine';
import { loadMentions, loadSubjects } from '../parties/clusters.js';
import { composeParty, type PartyView } from '../parties/party.view.js';
import { partyFinder } from './party-scope.js';

/**
 * The party as it applies now with nothing masked and nothing protected: for the one answer of a reveal, after whoever asks
 * was found to see the party. The name that other objects call it by is left out: that hangs on what one sees. Null where
 * there is none.
 */
export async function revealedParty(pool: Pool, authority: string, id: string): Promise<PartyView | null> {
  const party = await partyFinder(pool)(authority, id);
  if (party === null || party.isErased) return null;
  const nodes = party.nodes.map(({ nodeId }) => nodeId);
  const reading = { reader: readerOf(pool), place: served };
  const [subjects, mentions] = await Promise.all([loadSubjects(reading, nodes), loadMentions(reading, nodes)]);
  const moment = { asOf: instantFromDate(new Date()), knownAt: null };
  return (
    composeParty(party.partyId, subjects, [...mentions.values()].flat(), moment, false, undefined, 'open')?.view ?? null
  );
}
