import { createHash } from 'node:crypto';
import { AUTHORITY } from './place.js';

/** Numbers from 0 to 1 that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** One of the list. */
export function oneOf<T>(list: readonly T[], at: number): T {
  const found = list[Math.floor(at) % list.length];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
}

/** The same uuid for the same text. */
export function uuidOf(text: string): string {
  const hash = createHash('sha1').update(text).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

const GIVEN = ['Karla', 'Anton', 'Søren', 'Åse', 'Mette', 'Jørgen', 'Ida', 'Malthe', 'Freja', 'Ebbe', 'Signe', 'Poul'];
const FAMILY = ['Prøve', 'Eksempel', 'Fiktiv', 'Højgård', 'Nørreskov', 'Ågesen', 'Kærbæk', 'Østergård', 'Vestlund'];
const STREETS = ['Eksempelvej', 'Prøvegade', 'Åstrædet', 'Skovbrynet', 'Nørre Allé', 'Søbakken'];

/** The nth person: a fictive number (days from 61 on are nobody's) and name. */
export function person(n: number): { readonly cpr: string; readonly name: string } {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = two(61 + (n % 28));
  const month = two(1 + (Math.floor(n / 28) % 12));
  const year = two(40 + (Math.floor(n / 336) % 60));
  const name = `${oneOf(GIVEN, n)} ${oneOf(FAMILY, n / 12)} ${oneOf(FAMILY, n / 7)}`;
  return { cpr: `${day}${month}${year}${String(n % 10_000).padStart(4, '0')}`, name };
}

/** The nth address. */
export function address(n: number): { lines: string[]; postalCode: string; city: string; municipalityCode: string } {
  return {
    lines: [`${oneOf(STREETS, n)} ${1 + (n % 180)}, ${n % 5}. tv.`],
    postalCode: '9999',
    city: 'Prøveby',
    municipalityCode: '0999',
  };
}

export const SUBJECTS = [
  { kle: '32.18.04', title: 'Ansøgning om enkeltydelse til tandbehandling' },
  { kle: '27.18.02', title: 'Merudgifter ved forsørgelse af barn i hjemmet' },
  { kle: '02.34.02', title: 'Byggetilladelse til carport og udhus' },
  { kle: '32.03.08', title: 'Boligstøtte, årlig genberegning' },
  { kle: '27.36.04', title: 'Kropsbårne hjælpemidler, ortopædisk fodtøj' },
  { kle: '17.01.10', title: 'Skoleudsættelse og befordring til specialtilbud' },
] as const;
export const STATUS_TEXTS = [
  'Modtaget i fællesindbakken',
  'Afventer oplysninger fra borger',
  'Sendt i partshøring',
  'Til vurdering hos fagkonsulent',
  'Afgørelse under udarbejdelse',
  'Afgørelse sendt til borger',
] as const;
export const UNITS = ['Ydelsescenter Nord', 'Børn og Familie', 'Byg og Miljø', 'Pension og Omsorg'].map((name) => ({
  kind: 'unit' as const,
  id: uuidOf(`unit|${name}`),
  name,
}));
export const HANDLERS = ['Mads Sagsbehandler', 'Lone Fuldmægtig', 'Bo Konsulent'].map((name) => ({
  kind: 'user' as const,
  id: uuidOf(`user|${name}`),
  name,
}));

/** The source systems that the samples come from. */
export const SOURCES = ['ydelse', 'familie', 'byg', 'omsorg'].map((name) => `urn:overblik:source:bench-${name}`);

/** An event as a source sends it. */
export interface SampleEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly authority: string;
  readonly data: unknown;
  readonly effectivefrom?: string;
  readonly registeredby?: string;
  readonly correlationid?: string;
  readonly traceparent?: string;
}

/** The envelope around the data; `name` as in the catalogue, without prefix and version. */
export function sampleEvent(
  name: string,
  uuid: string,
  data: unknown,
  {
    id,
    source,
    time,
    from,
  }: { readonly id: string; readonly source: string; readonly time: string; readonly from?: string },
): SampleEvent {
  return {
    specversion: '1.0',
    id,
    source,
    type: `dk.overblik.${name}.v1`,
    subject: `${name.slice(0, name.indexOf('.'))}/${uuid}`,
    time,
    authority: AUTHORITY,
    ...(from !== undefined && { effectivefrom: from }),
    registeredby: 'B12345',
    correlationid: uuidOf(id),
    traceparent: `00-${uuidOf(uuid).replaceAll('-', '')}-${uuidOf(id).slice(0, 8)}00f067aa-01`,
    data,
  };
}

/** The source's own word on itself, so that its name and freshness are known. */
export function sourceRegistered(source: string, time: string): SampleEvent {
  const data = {
    name: `Fagsystem ${source.slice(source.lastIndexOf('-') + 1)}`,
    vendor: 'Eksempel A/S',
    capabilities: { sequence: false, notes: false, hop: true, snapshots: false },
    expectedInterval: 'P7D',
  };
  return sampleEvent('source.registered', uuidOf(source), data, { id: `${source}#registered`, source, time });
}
