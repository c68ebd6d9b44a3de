import { nextCvr, pNumber } from './identifiers.js';
import { demoId } from './municipality.js';
import { lastNames } from './names.js';
import { homeFor, type Home } from './population.js';
import type { Random } from './random.js';

export interface Company {
  readonly kind: 'company';
  readonly number: number;
  readonly subject: string;
  readonly cvr: string;
  readonly name: string;
  readonly form: string;
  readonly branch: string;
  readonly trade: Trade;
  readonly pNumbers: readonly string[];
  readonly home: Home;
  readonly startedOn: string;
}

export type Trade = 'craft' | 'food' | 'shop' | 'farm' | 'industry' | 'service';

interface Pattern {
  readonly trade: Trade;
  readonly branch: string;
  /** {n} a surname, {s} a street or place. */
  readonly names: readonly string[];
}

const patterns: readonly Pattern[] = [
  {
    trade: 'craft',
    branch: '433200 Tømrer- og bygningssnedkervirksomhed',
    names: ['Tømrermester {n}', '{n} Tømrer & Snedker', 'Egeby Tømrerforretning'],
  },
  {
    trade: 'craft',
    branch: '432100 El-installation',
    names: ['{n} El-Service', 'Ådal El & Energi', 'Egeby Installationsforretning'],
  },
  {
    trade: 'craft',
    branch: '412000 Opførelse af bygninger',
    names: ['Murerfirmaet {n} & Søn', '{n} Byg', 'Nørre Lindskov Byggeselskab'],
  },
  {
    trade: 'food',
    branch: '561110 Servering af mad i restauranter og på caféer',
    names: [
      'Restaurant {s}',
      'Café {s}',
      'Pizzeria Bella {n}',
      'Havnens Røgeri',
      'Egeby Kro og Hotel',
      'Grillen ved Fyret',
    ],
  },
  {
    trade: 'food',
    branch: '107100 Fremstilling af friske bageriprodukter',
    names: ['{n}s Bageri', 'Konditori {s}', 'Strandhøje Brødhus'],
  },
  {
    trade: 'shop',
    branch: '471110 Købmænd og døgnkiosker',
    names: ['Købmanden i {s}', '{n}s Kiosk', 'Dagligvarer {s}'],
  },
  {
    trade: 'shop',
    branch: '477500 Forhandlere af kosmetikvarer og produkter til personlig pleje',
    names: ['Salon {n}', 'Klip & Krøl {s}', 'Helsehjørnet {s}'],
  },
  {
    trade: 'farm',
    branch: '014610 Avl af smågrise',
    names: ['{n}gård Svineproduktion', 'Landbruget {s}', 'Brogårdens Agro'],
  },
  {
    trade: 'farm',
    branch: '014100 Avl af malkekvæg',
    names: ['{n} Mælkeproduktion', 'Engvang v/ {n}', 'Damgårdens Jerseykvæg'],
  },
  {
    trade: 'industry',
    branch: '251100 Fremstilling af metalkonstruktioner',
    names: ['Egeby Maskinfabrik', '{n} Stål & Montage', 'Lindskov Smede- og Maskinværksted'],
  },
  {
    trade: 'industry',
    branch: '452010 Autoreparationsværksteder',
    names: ['Autohuset {n}', '{s} Autoværksted', '{n}s Auto- og Pladecenter'],
  },
  {
    trade: 'service',
    branch: '692000 Bogføring og revision; skatterådgivning',
    names: ['Revisionskontoret {n}', '{n} Regnskab & Rådgivning'],
  },
  { trade: 'service', branch: '494100 Vejgodstransport', names: ['{n} Transport', 'Vognmand {n}', 'Ådalens Fragt'] },
];

const forms = [
  [50, 'ApS'],
  [22, 'A/S'],
  [18, 'I/S'],
  [10, ''],
] as const;

/** The companies of Egeby, each with one to three P-numbers. */
export function incorporate(count: number, random: Random): readonly Company[] {
  const companies: Company[] = [];
  const names = new Set<string>();
  let cvr = 39_980_000;
  while (companies.length < count) {
    const pattern = random.pick(patterns);
    const home = homeFor(random);
    const form = random.weighted(forms);
    const base = random
      .pick(pattern.names)
      .replace('{n}', random.weighted(lastNames))
      .replace('{s}', random.pick([home.street, home.town.city]));
    const name = [base, form].filter((part) => part !== '').join(' ');
    if (names.has(name)) continue;
    names.add(name);
    cvr = nextCvr(cvr + random.int(1, 40));
    const number = companies.length;
    companies.push({
      kind: 'company',
      number,
      subject: demoId('company', number),
      cvr: String(cvr),
      name,
      form: FORM_NAMES[form],
      branch: pattern.branch,
      trade: pattern.trade,
      pNumbers: Array.from(
        {
          length: random.weighted([
            [7, 1],
            [2, 2],
            [1, 3],
          ] as const),
        },
        () => pNumber(random),
      ),
      home,
      startedOn: `${random.int(1988, 2022)}-${String(random.int(1, 12)).padStart(2, '0')}-01`,
    });
  }
  return companies;
}

const FORM_NAMES: Record<(typeof forms)[number][1], string> = {
  ApS: 'Anpartsselskab',
  'A/S': 'Aktieselskab',
  'I/S': 'Interessentskab',
  '': 'Enkeltmandsvirksomhed',
};
