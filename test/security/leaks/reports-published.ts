import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { operationEvent } from '#intake';
import type { House } from '../../support/house.js';
import type { PlainCaller } from './callers.js';
import type { Place } from './place.js';
import { VIEW_CLASSES } from './plain-world.js';
import { numbersFor } from './published.js';
import { reportsFor, type PartyOf, type Reports } from './reconciled-oracle.js';
import { LEGACY, SUCCESSOR } from './reconciled-telling.js';
import { reconciledWorlds, type ReconciledMunicipality, type ReconciledWorld } from './reconciled-world.js';
import { reportsTold } from './reports-asked.js';

/** A municipality that has been told, and what is needed to ask about it. */
export interface PublishedMunicipality {
  readonly municipality: ReconciledMunicipality;
  readonly partyOf: PartyOf;
  /** By the letters of the municipalities of its world. */
  readonly numbers: Readonly<Record<string, string>>;
}

/** Tells the municipalities of a world stage by stage, the parallel run declared, and resolves when all is visible. */
export async function publishReconciled(
  { municipalities }: ReconciledWorld,
  place: Place,
): Promise<readonly PublishedMunicipality[]> {
  const numbers = numbersFor(municipalities.map(({ last }) => last));
  const published: PublishedMunicipality[] = [];
  for (const municipality of municipalities) {
    await tell(municipality, numbers[municipality.letter] ?? '', place.house);
    published.push({ municipality, numbers, partyOf: await partiesOf(municipality, numbers, place) });
  }
  return published;
}

/** Draws one world, always the same, and publishes it. */
export async function publishOneReconciled(
  size: { readonly callers: number; readonly cases: number },
  place: Place,
): Promise<{ readonly published: readonly PublishedMunicipality[]; readonly callers: readonly PlainCaller[] }> {
  const [world] = fc.sample(reconciledWorlds(size), { seed: 2026, numRuns: 1 });
  if (world === undefined) throw new Error('there is no world');
  return { published: await publishReconciled(world, place), callers: world.callers };
}

async function tell({ stages }: ReconciledMunicipality, authority: string, house: House): Promise<void> {
  const act = { actId: randomUUID(), key: 'parallelRun', value: `${LEGACY}=${SUCCESSOR}`, by: 'test' };
  const declared = operationEvent('operation.setting-changed', authority, act, '2024-01-01T00:00:00.000000Z');
  await house.stores.eventStore.append(declared);
  for (const stage of stages(authority)) {
    const refused = (await house.publish(stage)).find(({ status }) => status !== 'accepted');
    if (refused !== undefined) throw new Error(JSON.stringify(refused));
    await house.settle();
  }
}

/** An auditor who sees all of the municipality. */
export const seeingAll = ({ letter }: Pick<ReconciledMunicipality, 'letter'>): PlainCaller => ({
  ...{ user: 'u1', unit: null, form: 'json' },
  groups: [{ ...{ role: 'auditor', in: letter, kle: null, level: null, units: null }, ...ALL }],
});
const ALL = { sources: null, classes: VIEW_CLASSES, fault: null };

/** Ids of parties are our own: they are asked for. */
async function partiesOf(
  municipality: ReconciledMunicipality,
  numbers: PublishedMunicipality['numbers'],
  { server, tokens }: Place,
): Promise<PartyOf> {
  const { letter, last } = municipality;
  const token = await tokens.tokenOf(seeingAll(municipality), numbers);
  const question = last.people.map(({ cpr }, n) => `p${n}: party(key: {cpr: "${cpr}"}) { id }`).join(' ');
  const { body } = await server.ask(`{ ${question} }`, { token, headers: { 'x-authority': numbers[letter] ?? '' } });
  if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors));
  const ids = last.people.map(({ cpr }, n) => [cpr, (body.data?.[`p${n}`] as { id: string } | null)?.id] as const);
  const byCpr = new Map(ids);
  return (cpr) => byCpr.get(cpr) ?? `nobody ${cpr}`;
}

/**
 * How the reports that the caller is told differ from those of the oracle; empty: in nothing.
 * @param read as whom the caller is read, where his privileges are misread
 */
export async function differencesInReports(
  caller: PlainCaller,
  { municipality, partyOf, numbers }: PublishedMunicipality,
  { server, tokens }: Place,
  { first, read = caller }: { readonly first: number; readonly read?: PlainCaller },
): Promise<string[]> {
  const token = await tokens.tokenOf(read, numbers);
  const headers = { 'x-authority': numbers[municipality.letter] ?? '' };
  const told = await reportsTold((query, variables = {}) => server.ask(query, { token, headers, variables }), first);
  return between(told, reportsFor(municipality, caller, partyOf));
}

function between(told: Reports, expected: Reports): string[] {
  const lists = [...new Set([...Object.keys(told), ...Object.keys(expected)])];
  return lists.flatMap((list) => {
    const [seen, due] = [told[list], expected[list]];
    if (seen?.join() === due?.join()) return [];
    const more = seen?.filter((each) => due?.includes(each) !== true) ?? [];
    const less = due?.filter((each) => seen?.includes(each) !== true) ?? [];
    return `${list}: tells ${seen?.length} in place of ${due?.length}, ${more.slice(0, 2).join()} and not ${less.slice(0, 2).join()}`;
  });
}
