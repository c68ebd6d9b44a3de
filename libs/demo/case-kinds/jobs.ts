import type { CaseKind } from './case-kind.js';

export const jobKinds: readonly CaseKind[] = [
  {
    key: 'cash-benefit',
    source: 'jobs',
    weight: 7,
    kle: '32.24.04',
    facet: 'G01',
    sensitivity: 'confidential',
    unit: 'jobs',
    who: 'working',
    days: [3, 30],
    titles: ['Kontanthjælp', 'Ansøgning om kontanthjælp, {grund}', 'Uddannelseshjælp'],
    words: {
      grund: ['samlivsophør', 'ophør af dagpengeret', 'ledighed', 'afbrudt uddannelse', 'sygdom uden sygedagpengeret'],
      branche: ['rengøring', 'lager og logistik', 'butik', 'køkken', 'håndværk'],
    },
    status: {
      opened: ['Ansøgning modtaget'],
      informed: ['Afventer formueoplysninger', 'Visiteret jobparat', 'Visiteret aktivitetsparat'],
      decided: ['Hjælp bevilget'],
      closed: ['Ophørt - ordinært job', 'Ophørt'],
    },
    legalBasis: 'Aktivlovens § 11',
    outcomes: [
      [70, 'granted'],
      [24, 'refused'],
      [6, 'partly'],
    ],
    documents: [
      { phase: 'opened', type: 'Ansøgning', direction: 'incoming', title: 'Ansøgning om kontanthjælp', share: 1 },
      { phase: 'opened', type: 'Bilag', direction: 'incoming', title: 'Kontoudtog', share: 0.4 },
      {
        phase: 'decided',
        type: 'Afgørelse',
        direction: 'outgoing',
        title: 'Afgørelse om hjælp til forsørgelse',
        share: 0.9,
      },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Første samtale',
        share: 0.75,
        text: [
          ['Samtale {dato} i jobcentret.', 'Digital samtale {dato}.'],
          ['Søger om hjælp efter {grund}.', 'Baggrund: {grund}. Ingen formue.'],
          [
            'Har erfaring fra {branche} og vil gerne tilbage dertil.',
            'Ønsker at skifte spor fra {branche}, danskundervisning overvejes.',
            'Har kørekort og truckcertifikat.',
          ],
          ['CV skal være godkendt senest {frist}.', 'Jobparat, tre ugentlige ansøgninger aftalt.'],
        ],
      },
      {
        phase: 'decided',
        title: 'Jobsamtale',
        share: 0.5,
        text: [
          ['Opfølgning {dato}.', 'Mødte til tiden {dato}.'],
          [
            'Har søgt fire stillinger inden for {branche} og været til én samtale.',
            'Praktikplads i {branche} fundet, start {frist}.',
            'Udeblev uden afbud, partshøring om sanktion sendt.',
          ],
          ['Ny samtale om to uger.', ''],
        ],
      },
    ],
  },
  {
    key: 'job-plan',
    source: 'jobs',
    weight: 4,
    kle: '15.20.38',
    facet: 'G01',
    sensitivity: 'confidential',
    unit: 'jobs',
    who: 'working',
    days: [10, 80],
    titles: ['Min Plan - {mål}', 'Løntilskud hos {arbejdsplads}', 'Virksomhedspraktik, {arbejdsplads}'],
    words: {
      mål: ['opkvalificering', 'rengøring og service', 'lager', 'omsorg'],
      arbejdsplads: ['en lokal købmand', 'et plejecenter', 'et maskinværksted', 'en børnehave'],
    },
    status: {
      opened: ['Plan påbegyndt'],
      informed: ['Tilbud aftalt'],
      decided: ['Tilbud bevilget'],
      closed: ['Tilbud gennemført', 'Afbrudt - i job'],
    },
    legalBasis: 'Lov om en aktiv beskæftigelsesindsats § 57',
    outcomes: [
      [92, 'granted'],
      [8, 'refused'],
    ],
    documents: [
      { phase: 'informed', type: 'Plan', direction: 'internal', title: 'Min Plan, {mål}', share: 0.8 },
      { phase: 'decided', type: 'Aftale', direction: 'outgoing', title: 'Aftale med {arbejdsplads}', share: 0.7 },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Aftale om tilbud',
        share: 0.7,
        text: [
          ['Besøg hos {arbejdsplads} {dato}.', 'Talt med {arbejdsplads}.'],
          ['De tager imod i fire uger, 30 timer ugentligt.', 'De kan ikke love ansættelse bagefter, men er positive.'],
          ['Befordring godtgøres.', 'Opfølgning {frist}.'],
        ],
      },
    ],
  },
  {
    key: 'moving-help',
    source: 'jobs',
    weight: 2,
    kle: '32.21.24',
    facet: 'G01',
    sensitivity: 'confidential',
    unit: 'jobs',
    who: 'adult',
    days: [3, 21],
    titles: ['Enkeltydelse - {formål}', 'Hjælp til {formål}'],
    words: {
      formål: ['flytning', 'indskud', 'tandbehandling', 'briller', 'huslejerestance'],
      beløb: ['3.200', '5.875', '8.400', '12.650'],
    },
    status: {
      opened: ['Ansøgning modtaget'],
      informed: ['Økonomi gennemgået'],
      decided: ['Afgjort'],
      closed: ['Udbetalt', 'Afsluttet'],
    },
    legalBasis: 'Aktivlovens § 81',
    outcomes: [
      [55, 'granted'],
      [35, 'refused'],
      [10, 'partly'],
    ],
    documents: [
      { phase: 'opened', type: 'Ansøgning', direction: 'incoming', title: 'Ansøgning om {formål}', share: 1 },
      { phase: 'decided', type: 'Afgørelse', direction: 'outgoing', title: 'Afgørelse om {formål}', share: 0.9 },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Rådighedsbeløb',
        share: 0.6,
        text: [
          ['Ansøger om {beløb} kr. til {formål}.', 'Udgiften til {formål} er {beløb} kr.'],
          ['Rådighedsbeløbet er under det vejledende beløb.', 'Udgiften kunne forudses; afslag efter § 81.'],
          ['Tre overslag er indsendt.', ''],
        ],
      },
    ],
  },
];
