import type { CaseKind } from './case-kind.js';

export const schoolKinds: readonly CaseKind[] = [
  {
    key: 'school-enrolment',
    source: 'school',
    weight: 6,
    kle: '17.20.01',
    facet: 'G01',
    sensitivity: 'notConfidential',
    unit: 'schools',
    who: 'child',
    days: [3, 40],
    titles: ['Indskrivning i 0. klasse, {skole}', 'Skoleindskrivning {år}, {skole}', 'Skoleskift til {skole}'],
    words: { ønske: ['{skole}', 'en skole uden for distriktet', 'samme skole som storebror'] },
    status: {
      opened: ['Indskrivning modtaget'],
      informed: ['Klassedannelse'],
      decided: ['Plads tildelt'],
      closed: ['Startet i skole'],
    },
    legalBasis: 'Folkeskolelovens § 36',
    outcomes: [
      [95, 'granted'],
      [5, 'refused'],
    ],
    documents: [
      {
        phase: 'opened',
        type: 'Indskrivning',
        direction: 'incoming',
        title: 'Indskrivningsblanket, {skole}',
        share: 0.9,
      },
      { phase: 'decided', type: 'Brev', direction: 'outgoing', title: 'Velkomstbrev fra {skole}', share: 0.8 },
    ],
    notes: [],
  },
  {
    key: 'school-transport',
    source: 'school',
    weight: 2,
    kle: '17.21.01',
    facet: 'G01',
    sensitivity: 'confidential',
    unit: 'schools',
    who: 'child',
    days: [5, 40],
    titles: ['Befordring til {skole}', 'Ansøgning om skolekørsel, {adresse}'],
    words: { afstand: ['6,4', '7,1', '8,9', '2,8'], vej: ['Nørre Ringvej', 'Ådalsvej', 'Strandvejen'] },
    status: {
      opened: ['Ansøgning modtaget'],
      informed: ['Afstand opmåles'],
      decided: ['Buskort udstedt', 'Afgørelse sendt'],
      closed: ['Skoleåret er slut'],
    },
    legalBasis: 'Folkeskolelovens § 26',
    outcomes: [
      [68, 'granted'],
      [32, 'refused'],
    ],
    documents: [
      { phase: 'opened', type: 'Ansøgning', direction: 'incoming', title: 'Ansøgning om befordring', share: 1 },
      {
        phase: 'decided',
        type: 'Afgørelse',
        direction: 'outgoing',
        title: 'Afgørelse om befordring til {skole}',
        share: 0.9,
      },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Opmåling',
        share: 0.6,
        text: [
          ['Afstanden fra hjemmet til {skole} er målt til {afstand} km ad nærmeste vej.', 'Opmålt {afstand} km.'],
          ['{vej} er i kommunens liste over trafikfarlige veje.', 'Ruten går ad stisystem og er ikke trafikfarlig.'],
          ['Buskort dækker behovet.', ''],
        ],
      },
    ],
  },
  {
    key: 'school-deferral',
    source: 'school',
    weight: 1,
    kle: '17.20.04',
    facet: 'P25',
    sensitivity: 'confidential',
    unit: 'schools',
    who: 'child',
    days: [20, 80],
    titles: ['Udsættelse af skolestart', 'Skoleudsættelse {år}'],
    words: { institution: ['Børnehuset Mælkebøtten', 'Skovbørnehaven', 'Børnehaven Fyrtårnet'] },
    status: {
      opened: ['Ansøgning modtaget'],
      informed: ['Udtalelse fra institution'],
      decided: ['Afgjort'],
      closed: ['Afsluttet'],
    },
    legalBasis: 'Folkeskolelovens § 34, stk. 2',
    outcomes: [
      [80, 'granted'],
      [20, 'refused'],
    ],
    documents: [
      { phase: 'opened', type: 'Ansøgning', direction: 'incoming', title: 'Ansøgning om udsat skolestart', share: 1 },
      { phase: 'informed', type: 'Udtalelse', direction: 'incoming', title: 'Udtalelse fra {institution}', share: 0.7 },
      { phase: 'decided', type: 'Afgørelse', direction: 'outgoing', title: 'Afgørelse om skoleudsættelse', share: 0.9 },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Overlevering',
        share: 0.7,
        text: [
          ['Møde med {institution} {dato}.', '{institution} har sendt handleplan.'],
          [
            'Barnet er sprogligt godt med, men har svært ved skift og store grupper.',
            'Motorisk og socialt ville et år mere gøre en tydelig forskel.',
          ],
          ['Forældre og pædagoger er enige.', 'PPR støtter ansøgningen.'],
        ],
      },
    ],
  },
];
