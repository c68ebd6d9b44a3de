import { uuidV5, URL_NAMESPACE } from '#contracts';

/** Egeby Kommune does not exist. Its CVR number passes modulus 11, its postal codes and municipality code are given to nobody. */
export const municipality = { name: 'Egeby Kommune', authority: '29990018', code: '0989' } as const;

export interface Town {
  readonly postalCode: string;
  readonly city: string;
  readonly streets: readonly string[];
  /** Whether people live in flats here: gives floor and door to an address. */
  readonly isUrban: boolean;
  readonly school: string;
}

export const towns: readonly Town[] = [
  {
    postalCode: '5995',
    city: 'Egeby',
    isUrban: true,
    school: 'Egeby Midtbyskole',
    streets: [
      'Algade',
      'Søndergade',
      'Nørre Ringvej',
      'Kirkestræde',
      'Havnegade',
      'Åboulevarden',
      'Jernbanegade',
      'Møllevænget',
      'Rosenlunden',
      'Østre Allé',
      'Gasværksvej',
      'Skolebakken',
      'Præstegårdsvej',
      'Egetoften',
      'Teglværkshaven',
    ],
  },
  {
    postalCode: '5996',
    city: 'Nørre Lindskov',
    isUrban: false,
    school: 'Lindskovskolen',
    streets: [
      'Lindskovvej',
      'Lærkevænget',
      'Bøgelunden',
      'Mejerivej',
      'Stationsvej',
      'Engdraget',
      'Smedegyden',
      'Kildebakken',
      'Hasselvej',
    ],
  },
  {
    postalCode: '5997',
    city: 'Strandhøje',
    isUrban: false,
    school: 'Strandhøjskolen',
    streets: [
      'Strandvejen',
      'Klitrosevej',
      'Fyrvej',
      'Havørnevej',
      'Hybenstien',
      'Gammel Færgevej',
      'Tangvej',
      'Bådehavnen',
    ],
  },
  {
    postalCode: '5998',
    city: 'Sønder Ådal',
    isUrban: false,
    school: 'Ådalskolen',
    streets: [
      'Ådalsvej',
      'Hovedgaden',
      'Bakkegårdsvej',
      'Pilealle',
      'Mosevej',
      'Storkevej',
      'Brogårdsvej',
      'Damgårdsparken',
    ],
  },
];

/** The units that cases name as responsible. Ids are UUIDs of the municipality's organisation register. */
export const units = {
  citizenService: unit('Borgerservice og Ydelser'),
  building: unit('Byg og Ejendom'),
  environment: unit('Natur og Miljø'),
  roads: unit('Vej og Park'),
  sickness: unit('Sygedagpengeteamet'),
  jobs: unit('Jobcenter Egeby'),
  benefits: unit('Ydelseskontoret'),
  care: unit('Visitation og Hjemmepleje'),
  family: unit('Familieafdelingen'),
  schools: unit('Skoleforvaltningen'),
  secretariat: unit('Byrådssekretariatet'),
  aids: unit('Hjælpemiddelenheden'),
} as const;

export type UnitKey = keyof typeof units;

export interface Unit {
  readonly kind: 'unit';
  readonly id: string;
  readonly name: string;
}

function unit(name: string): Unit {
  return { kind: 'unit', id: uuidV5(URL_NAMESPACE, `urn:overblik:demo:unit:${name}`), name };
}

/** Stable ids for whatever the demo names. */
export function demoId(kind: string, key: string | number): string {
  return uuidV5(URL_NAMESPACE, `urn:overblik:demo:${kind}:${key}`);
}
