import type { CaseKind } from './case-kind.js';

export const benefitKinds: readonly CaseKind[] = [
  {
    key: 'housing-benefit',
    source: 'benefits',
    weight: 10,
    kle: '32.06.08',
    facet: 'G01',
    sensitivity: 'confidential',
    unit: 'benefits',
    who: 'adult',
    days: [5, 45],
    titles: ['Boligstøtte - {adresse}', 'Ansøgning om boligstøtte, {adresse}', 'Boligsikring, omberegning {år}'],
    words: {
      leje: ['5.450', '6.125', '6.980', '7.340', '8.215', '4.890'],
      ændring: ['indflytning', 'ændret husstandsindkomst', 'fraflytning af hjemmeboende barn', 'huslejestigning'],
    },
    status: {
      opened: ['Ansøgning modtaget fra udbetalingsenheden'],
      informed: ['Afventer lejekontrakt', 'Indkomst kontrolleres'],
      decided: ['Boligstøtte bevilget', 'Afgørelse sendt'],
      closed: ['Ophørt', 'Afsluttet - fraflyttet'],
    },
    legalBasis: 'Boligstøttelovens § 1',
    outcomes: [
      [74, 'granted'],
      [18, 'refused'],
      [8, 'partly'],
    ],
    benefit: {
      name: 'Boligstøtte',
      amounts: [
        ['1142.00', '1176.50'],
        ['2318.00', '2387.00'],
        ['3407.25', '3509.00'],
      ],
    },
    documents: [
      {
        phase: 'opened',
        type: 'Ansøgning',
        direction: 'incoming',
        title: 'Ansøgning om boligstøtte, {adresse}',
        share: 0.95,
      },
      { phase: 'opened', type: 'Bilag', direction: 'incoming', title: 'Lejekontrakt, {adresse}', share: 0.6 },
      {
        phase: 'decided',
        type: 'Afgørelse',
        direction: 'outgoing',
        title: 'Afgørelse om boligstøtte fra {frist}',
        share: 0.9,
      },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Beregning',
        share: 0.35,
        text: [
          ['Årsag til ny beregning: {ændring}.', 'Sagen er taget op pga. {ændring}.'],
          [
            'Månedlig leje {leje} kr. uden forbrug, godkendt areal 72 m².',
            'Leje oplyst til {leje} kr. Lejekontrakt foreligger.',
          ],
          ['Indkomst hentet fra eIndkomst og lagt til grund.', 'Borger skal sende årsopgørelse for {år}.'],
        ],
      },
    ],
  },
  {
    key: 'deposit-loan',
    source: 'benefits',
    weight: 3,
    kle: '32.06.16',
    facet: 'G01',
    sensitivity: 'confidential',
    unit: 'benefits',
    who: 'adult',
    days: [3, 20],
    titles: ['Lån til beboerindskud, {adresse}', 'Beboerindskudslån'],
    words: {
      beløb: ['18.400', '22.750', '27.300', '31.150'],
      forening: ['Egeby Boligselskab', 'Boligforeningen Ådal', 'Strandhøje Almene Boliger'],
    },
    status: {
      opened: ['Ansøgning modtaget'],
      informed: ['Økonomi gennemgået'],
      decided: ['Lån bevilget'],
      closed: ['Lånedokument underskrevet', 'Afsluttet'],
    },
    legalBasis: 'Boligstøttelovens § 54',
    outcomes: [
      [78, 'granted'],
      [22, 'refused'],
    ],
    benefit: {
      name: 'Lån til beboerindskud',
      amounts: [
        ['18400.00', '18400.00'],
        ['27300.00', '27300.00'],
      ],
      once: true,
      repayable: true,
    },
    documents: [
      { phase: 'opened', type: 'Ansøgning', direction: 'incoming', title: 'Ansøgning om beboerindskudslån', share: 1 },
      {
        phase: 'decided',
        type: 'Afgørelse',
        direction: 'outgoing',
        title: 'Afgørelse om lån til indskud, {adresse}',
        share: 0.9,
      },
      {
        phase: 'closed',
        type: 'Lånedokument',
        direction: 'incoming',
        title: 'Underskrevet lånedokument, {beløb} kr.',
        share: 0.6,
      },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Økonomi',
        share: 0.4,
        text: [
          ['{forening} kræver {beløb} kr. i indskud.', 'Indskud til {forening}: {beløb} kr.'],
          [
            'Husstandens indkomst ligger under grænsen, lånet kan ydes.',
            'Husstanden har formue over grænsen; kun en del af indskuddet kan lånes.',
          ],
          ['Ansøger er vejledt om afdragsfrihed i 5 år.', 'Nøgler udleveres {frist}, så sagen haster.'],
        ],
      },
    ],
  },
  {
    key: 'health-supplement',
    source: 'benefits',
    weight: 5,
    kle: '32.03.12',
    facet: 'G01',
    sensitivity: 'confidential',
    unit: 'benefits',
    who: 'elder',
    days: [4, 30],
    titles: ['Helbredstillæg - {formål}', 'Udvidet helbredstillæg til {formål}', 'Personligt tillæg, {formål}'],
    words: {
      formål: ['tandproteser', 'briller', 'fodbehandling', 'medicin', 'varmetillæg', 'tandbehandling'],
      beløb: ['2.480', '6.950', '9.300', '1.125'],
    },
    status: {
      opened: ['Ansøgning modtaget'],
      informed: ['Overslag indhentet'],
      decided: ['Tillæg bevilget', 'Afgørelse sendt'],
      closed: ['Udbetalt og afsluttet'],
    },
    legalBasis: 'Pensionslovens § 14 a',
    outcomes: [
      [80, 'granted'],
      [12, 'refused'],
      [8, 'partly'],
    ],
    benefit: {
      name: 'Personligt tillæg',
      amounts: [
        ['385.75', '397.30'],
        ['812.00', '836.40'],
      ],
    },
    documents: [
      {
        phase: 'opened',
        type: 'Ansøgning',
        direction: 'incoming',
        title: 'Ansøgning om helbredstillæg til {formål}',
        share: 0.9,
      },
      { phase: 'informed', type: 'Overslag', direction: 'incoming', title: 'Overslag på {beløb} kr.', share: 0.5 },
      { phase: 'decided', type: 'Afgørelse', direction: 'outgoing', title: 'Afgørelse om {formål}', share: 0.85 },
    ],
    notes: [
      {
        phase: 'decided',
        title: 'Begrundelse',
        share: 0.35,
        text: [
          [
            'Overslag på {beløb} kr. er indsendt af behandleren.',
            'Udgiften er {beløb} kr. før tilskud fra sygesikringen.',
          ],
          [
            'Den personlige tillægsprocent er 100, og formuen er under grænsen.',
            'Tillægsprocenten er 64, så borger betaler selv resten.',
          ],
          ['Behandlingen er nødvendig og hensigtsmæssig.', 'Der er ikke fundet et billigere forsvarligt alternativ.'],
        ],
      },
    ],
  },
  {
    key: 'early-retirement',
    source: 'benefits',
    weight: 2,
    kle: '32.03.16',
    facet: 'G01',
    sensitivity: 'sensitive',
    unit: 'benefits',
    who: 'working',
    days: [60, 240],
    titles: ['Førtidspension', 'Rejst sag om førtidspension', 'Seniorpension - forberedelse'],
    words: {
      team: ['rehabiliteringsteamet', 'pensionsteamet'],
      forhold: ['kroniske smerter', 'en progredierende muskelsygdom', 'følger efter apopleksi', 'svær lungesygdom'],
    },
    status: {
      opened: ['Sag rejst'],
      informed: ['Lægelige akter indhentes', 'Indstilling fra rehabiliteringsteam'],
      decided: ['Afgørelse truffet'],
      closed: ['Overdraget til udbetaling'],
    },
    legalBasis: 'Pensionslovens § 17, stk. 2',
    outcomes: [
      [62, 'granted'],
      [38, 'refused'],
    ],
    documents: [
      { phase: 'informed', type: 'Lægeerklæring', direction: 'incoming', title: 'Specialerklæring', share: 0.8 },
      { phase: 'informed', type: 'Notat', direction: 'internal', title: 'Indstilling fra {team}', share: 0.8 },
      { phase: 'decided', type: 'Afgørelse', direction: 'outgoing', title: 'Afgørelse om førtidspension', share: 0.95 },
    ],
    notes: [
      {
        phase: 'informed',
        title: 'Møde i {team}',
        share: 0.7,
        text: [
          ['Borger deltog sammen med bisidder.', 'Borger deltog på video og medbragte sin ægtefælle.'],
          [
            'Arbejdsevnen er varigt nedsat som følge af {forhold}.',
            'Borger har {forhold}; tre praktikforløb har ikke øget arbejdsevnen.',
          ],
          [
            'Teamet indstiller til førtidspension.',
            'Teamet finder ikke, at alle muligheder er udtømt.',
            'Speciallægeerklæring skal opdateres, før der kan indstilles.',
          ],
        ],
      },
    ],
  },
];
