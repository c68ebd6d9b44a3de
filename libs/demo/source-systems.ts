import { demoId } from './municipality.js';

/** A source system of the demo. Names and vendors are invented; the person register bears the URI that the rules of identity know. */
export interface SourceSystem {
  readonly uri: string;
  readonly subject: string;
  readonly slug: string;
  readonly name: string;
  readonly vendor: string;
  readonly capabilities: {
    readonly sequence: boolean;
    readonly notes: boolean;
    readonly hop: boolean;
    readonly snapshots: boolean;
  };
  /** Long enough for a demo that nobody feeds afterwards; one hour for the one that is to be seen going stale. */
  readonly expectedInterval: string;
  readonly hopTemplate?: string;
  readonly noteEndpoint?: string;
  /** How this system writes a case number. */
  caseNumber(year: string, serial: number): string;
}

const none = { sequence: false, notes: false, hop: false, snapshots: false };

export const sourceSystems = {
  cpr: system('cpr', {
    name: 'Personregistret',
    vendor: 'Registertjenesten',
    capabilities: { ...none, sequence: true, snapshots: true },
    expectedInterval: 'P1D',
    caseNumber: plain('P'),
  }),
  companies: system('erhvervsregister', {
    name: 'Erhvervsregistret',
    vendor: 'Registertjenesten',
    capabilities: { ...none, sequence: true, snapshots: true },
    expectedInterval: 'P7D',
    caseNumber: plain('E'),
  }),
  records: system('sagsporten', {
    name: 'SagsPorten',
    vendor: 'Nordlys Software A/S',
    capabilities: { ...none, notes: true, hop: true, snapshots: true },
    expectedInterval: 'P1D',
    hopTemplate: 'https://sagsporten.egeby.example/sag/{caseNumber}',
    noteEndpoint: 'https://sagsporten.egeby.example/api/notater',
    caseNumber: (year, serial) => `EGE-${year}-${pad(serial, 5)}`,
  }),
  building: system('byggeflow', {
    name: 'ByggeFlow',
    vendor: 'Teglværk IT',
    capabilities: { sequence: true, notes: true, hop: true, snapshots: false },
    expectedInterval: 'P1D',
    hopTemplate: 'https://byggeflow.example/egeby/sager/{key}',
    noteEndpoint: 'https://byggeflow.example/egeby/notat',
    caseNumber: (year, serial) => `BYG-${year}-${pad(serial, 4)}`,
  }),
  sickness: system('dagpengenet', {
    name: 'DagpengeNet',
    vendor: 'Rimfrost Systems',
    capabilities: { ...none, sequence: true, notes: true },
    expectedInterval: 'P1D',
    noteEndpoint: 'https://dagpengenet.egeby.example/api/notater',
    caseNumber: (_, serial) => `SDP${pad(700_000 + serial, 7)}`,
  }),
  benefits: system('ydelsesplan', {
    name: 'YdelsesPlan',
    vendor: 'Fjordkommunernes IT-fællesskab',
    capabilities: none,
    expectedInterval: 'P7D',
    caseNumber: (year, serial) => `${year.slice(2)}-${pad(serial, 6)}`,
  }),
  care: system('omsorgsjournalen', {
    name: 'OmsorgsJournalen',
    vendor: 'Havblik Care ApS',
    capabilities: { ...none, sequence: true, notes: true },
    expectedInterval: 'PT1H',
    noteEndpoint: 'https://omsorgsjournalen.egeby.example/api/notater',
    caseNumber: (year, serial) => `OJ/${year}/${serial}`,
  }),
  family: system('familiesporet', {
    name: 'FamilieSporet',
    vendor: 'Kompas Velfærd A/S',
    capabilities: { ...none, notes: true, hop: true },
    expectedInterval: 'P1D',
    hopTemplate: 'https://familiesporet.example/sager/{caseId}',
    noteEndpoint: 'https://familiesporet.egeby.example/api/notater',
    caseNumber: (year, serial) => `BU-${year.slice(2)}${pad(serial, 4)}`,
  }),
  school: system('skolerum', {
    name: 'SkoleRum',
    vendor: 'Kridt & Tavle ApS',
    capabilities: { ...none, snapshots: true },
    expectedInterval: 'P1D',
    caseNumber: (year, serial) => `${Number(year)}${pad(serial, 5)}S`,
  }),
  roads: system('vejpuls', {
    name: 'VejPuls',
    vendor: 'Asfalt Data',
    capabilities: none,
    expectedInterval: 'P14D',
    caseNumber: (_, serial) => `VP ${pad(serial, 6)}`,
  }),
  environment: system('tilsynsbordet', {
    name: 'TilsynsBordet',
    vendor: 'Lærkesang Miljødata',
    capabilities: { ...none, hop: true },
    expectedInterval: 'P7D',
    hopTemplate: 'https://tilsynsbordet.example/opslag?sag={key}',
    caseNumber: (year, serial) => `MT${year}.${pad(serial, 4)}`,
  }),
  jobs: system('jobbro', {
    name: 'JobBro',
    vendor: 'Arbejdsliv IT',
    capabilities: { ...none, sequence: true, notes: true },
    expectedInterval: 'P1D',
    noteEndpoint: 'https://jobbro.egeby.example/api/notater',
    caseNumber: (year, serial) => `JC${year}${pad(serial, 5)}`,
  }),
} as const satisfies Record<string, SourceSystem>;

export type SourceKey = keyof typeof sourceSystems;
export const sourceKeys = Object.keys(sourceSystems).filter(isSourceKey);

/** The system under a key, as what all of them have in common. */
export function sourceSystem(key: SourceKey): SourceSystem {
  return sourceSystems[key];
}

function system(slug: string, rest: Omit<SourceSystem, 'uri' | 'subject' | 'slug'>): SourceSystem {
  return { uri: `urn:overblik:source:${slug}`, subject: demoId('source', slug), slug, ...rest };
}

function isSourceKey(key: string): key is SourceKey {
  return key in sourceSystems;
}

function plain(prefix: string): (year: string, serial: number) => string {
  return (_, serial) => `${prefix}${pad(serial, 6)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
