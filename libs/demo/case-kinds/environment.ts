import type { CaseKind } from './case-kind.js';

export const environmentKinds: readonly CaseKind[] = [
  {
    key: 'inspection',
    source: 'environment',
    weight: 4,
    kle: '09.17.60',
    facet: 'K08',
    sensitivity: 'notConfidential',
    unit: 'environment',
    who: 'company',
    trades: ['farm', 'industry', 'food'],
    days: [14, 90],
    titles: ['Miljøtilsyn {år} - {firma}', 'Basistilsyn, {firma}', 'Prioriteret tilsyn, {firma}'],
    words: {
      fund: [
        'spildolie uden spildbakke',
        'manglende 10-årsbeholderkontrol',
        'utæt olieudskiller',
        'sprøjtemidler uden aflåst skab',
        'fejlsorteret affald',
      ],
      leder: ['driftslederen', 'ejeren', 'værkføreren'],
    },
    status: {
      opened: ['Tilsyn varslet'],
      informed: ['Tilsyn gennemført', 'Partshøring af tilsynsrapport'],
      decided: ['Indskærpelse meddelt', 'Tilsynsrapport offentliggjort'],
      closed: ['Forholdet er bragt i orden'],
    },
    legalBasis: 'Miljøbeskyttelseslovens § 65',
    outcomes: [
      [60, 'granted'],
      [40, 'partly'],
    ],
    documents: [
      { phase: 'opened', type: 'Brev', direction: 'outgoing', title: 'Varsling af miljøtilsyn', share: 0.9 },
      { phase: 'informed', type: 'Rapport', direction: 'outgoing', title: 'Tilsynsrapport, {firma}', share: 0.9 },
      { phase: 'decided', type: 'Indskærpelse', direction: 'outgoing', title: 'Indskærpelse: {fund}', share: 0.5 },
      { phase: 'closed', type: 'Brev', direction: 'incoming', title: 'Dokumentation for afhjælpning', share: 0.5 },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Tilsynsbesøg',
        share: 0.9,
        text: [
          ['Tilsyn {dato} sammen med {leder}.', 'Varslet tilsyn {dato}; {leder} viste rundt.'],
          [
            'Konstateret: {fund}.',
            'Virksomheden er generelt velholdt. Eneste forhold: {fund}.',
            'Samme forhold som ved sidste tilsyn: {fund}.',
          ],
          [
            'Skal være bragt i orden senest {frist}.',
            'Virksomheden lover at rette op inden {frist} og sende fotos.',
            'Indskærpelse udsendes.',
          ],
        ],
      },
    ],
  },
  {
    key: 'noise',
    source: 'environment',
    weight: 1,
    kle: '09.18.10',
    facet: 'K02',
    sensitivity: 'notConfidential',
    unit: 'environment',
    who: 'company',
    trades: ['food', 'industry', 'service'],
    days: [15, 120],
    titles: ['Støjklage over {firma}', 'Støj fra {kilde}, {adresse}'],
    words: {
      kilde: ['ventilation', 'udeservering', 'køleanlæg', 'natlig kørsel'],
      måling: ['46 dB(A)', '41 dB(A)', '38 dB(A)'],
    },
    status: {
      opened: ['Klage modtaget'],
      informed: ['Støjmåling bestilt', 'Partshøring'],
      decided: ['Påbud meddelt', 'Ikke til væsentlig gene'],
      closed: ['Afsluttet'],
    },
    legalBasis: 'Miljøbeskyttelseslovens § 42',
    outcomes: [
      [50, 'granted'],
      [50, 'refused'],
    ],
    documents: [
      { phase: 'opened', type: 'Klage', direction: 'incoming', title: 'Klage over {kilde}', share: 1 },
      { phase: 'informed', type: 'Rapport', direction: 'incoming', title: 'Støjmåling, {måling}', share: 0.5 },
      {
        phase: 'decided',
        type: 'Afgørelse',
        direction: 'outgoing',
        title: 'Afgørelse om støj fra {kilde}',
        share: 0.7,
      },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Måling',
        share: 0.6,
        text: [
          ['Målt til {måling} i skel om natten.', 'Akkrediteret måling viser {måling}.'],
          ['Grænsen på 40 dB(A) er {kilde} tæt på.', 'Virksomheden forklarer, at {kilde} er skruet ned efter kl. 22.'],
          ['Naboen er orienteret.', 'Ny måling efter ombygning.'],
        ],
      },
    ],
  },
  {
    key: 'pests',
    source: 'environment',
    weight: 2,
    kle: '09.13.01',
    facet: 'G01',
    sensitivity: 'notConfidential',
    unit: 'environment',
    who: 'owner',
    days: [2, 30],
    titles: ['Rotteanmeldelse, {adresse}', 'Rotter ved {adresse}'],
    words: { sted: ['haven', 'kloakbrønden', 'hønsegården', 'kælderen', 'komposten'] },
    status: {
      opened: ['Anmeldt på hjemmesiden'],
      informed: ['Besøgt af bekæmper'],
      decided: ['Bekæmpelse iværksat'],
      closed: ['Rottefri - afsluttet'],
    },
    legalBasis: 'Rottebekendtgørelsens § 3',
    outcomes: [[100, 'granted']],
    documents: [
      { phase: 'opened', type: 'Anmeldelse', direction: 'incoming', title: 'Anmeldelse af rotter', share: 0.8 },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Besøg',
        share: 0.5,
        text: [
          ['Spor set i {sted}.', 'Friske ekskrementer i {sted}.'],
          [
            'Der er sat smækfælder, genbesøg om en uge.',
            'Defekt stikledning mistænkes, ejer opfordres til tv-inspektion.',
          ],
          ['Borger er vejledt om fuglefoder.', ''],
        ],
      },
    ],
  },
  {
    key: 'septic',
    source: 'environment',
    weight: 1,
    kle: '06.01.32',
    facet: 'P19',
    sensitivity: 'notConfidential',
    unit: 'environment',
    who: 'owner',
    days: [20, 120],
    titles: ['Nedsivningsanlæg, {adresse}', 'Tilladelse til nedsivning, {adresse}'],
    words: { personer: ['5', '10'], jord: ['sandet jord', 'leret jord', 'høj grundvandsstand'] },
    status: {
      opened: ['Ansøgning modtaget'],
      informed: ['Jordprøve afventes'],
      decided: ['Tilladelse meddelt'],
      closed: ['Færdigmeldt af kloakmester'],
    },
    legalBasis: 'Miljøbeskyttelseslovens § 19',
    outcomes: [
      [85, 'granted'],
      [15, 'refused'],
    ],
    documents: [
      { phase: 'opened', type: 'Ansøgning', direction: 'incoming', title: 'Ansøgning om nedsivning', share: 1 },
      {
        phase: 'decided',
        type: 'Afgørelse',
        direction: 'outgoing',
        title: 'Tilladelse til nedsivningsanlæg',
        share: 0.9,
      },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Vurdering',
        share: 0.5,
        text: [
          [
            'Anlæg til {personer} personer, {jord}.',
            'Jordprøven viser {jord}; anlægget dimensioneres til {personer} PE.',
          ],
          ['Afstand til drikkevandsboring er over 75 m.', 'Kloakmester eftersender tegning.'],
        ],
      },
    ],
  },
];
