import type { CaseKind } from './case-kind.js';

export const familyKinds: readonly CaseKind[] = [
  {
    key: 'notification',
    source: 'family',
    weight: 5,
    kle: '27.24.45',
    facet: 'G01',
    sensitivity: 'sensitive',
    unit: 'family',
    who: 'child',
    days: [7, 120],
    titles: ['Underretning modtaget fra {underretter}', 'Underretning - {bekymring}', 'Børnefaglig undersøgelse'],
    words: {
      underretter: ['skole', 'sundhedsplejerske', 'daginstitution', 'egen læge', 'politiet', 'nabo, anonym'],
      bekymring: [
        'bekymrende fravær',
        'konflikter i hjemmet',
        'manglende trivsel',
        'vold mellem forældre',
        'forældres misbrug',
      ],
      fravær: ['22', '31', '17', '40'],
    },
    status: {
      opened: ['Underretning modtaget', 'Vurderet inden 24 timer'],
      informed: ['Screening iværksat', 'Børnefaglig undersøgelse i gang'],
      decided: ['Barnets plan udarbejdet', 'Støtte bevilget'],
      closed: ['Henlagt uden foranstaltning', 'Indsats afsluttet'],
    },
    legalBasis: 'Barnets lov § 18',
    outcomes: [
      [60, 'granted'],
      [20, 'partly'],
      [20, 'refused'],
    ],
    documents: [
      {
        phase: 'opened',
        type: 'Underretning',
        direction: 'incoming',
        title: 'Underretning fra {underretter}',
        share: 1,
      },
      { phase: 'opened', type: 'Brev', direction: 'outgoing', title: 'Kvittering for underretning', share: 0.8 },
      {
        phase: 'informed',
        type: 'Undersøgelse',
        direction: 'internal',
        title: 'Screening efter barnets lov',
        share: 0.6,
      },
      {
        phase: 'decided',
        type: 'Afgørelse',
        direction: 'outgoing',
        title: 'Afgørelse om støttende indsats',
        share: 0.6,
      },
    ],
    notes: [
      {
        phase: 'opened',
        title: '24-timers vurdering',
        share: 0.9,
        text: [
          [
            'Underretning fra {underretter} om {bekymring}.',
            '{underretter} underretter om {bekymring}; tidligere kendskab til familien.',
          ],
          [
            'Vurderet, at der ikke er behov for akut indgriben.',
            'Barnets sikkerhed er drøftet med teamleder, ingen akut fare.',
            'Akut samtale med barnet holdt samme dag på skolen.',
          ],
          [
            'Forældre indkaldes til samtale senest {frist}.',
            'Samtale med barnet holdes på {skole}.',
            'Der indhentes udtalelse fra {skole}.',
          ],
        ],
      },
      {
        phase: 'informed',
        title: 'Samtale med forældre',
        share: 0.7,
        text: [
          ['Begge forældre mødte op {dato}.', 'Møde med mor {dato}, far deltog på telefon.', 'Hjemmebesøg {dato}.'],
          [
            'De genkender bekymringen og ønsker støtte til hverdagens struktur.',
            'De er uenige i beskrivelsen, men samarbejder om undersøgelsen.',
            'Forældrene fortæller om en svær tid efter bruddet.',
          ],
          [
            'Skolen oplyser et fravær på {fravær} procent.',
            '{skole} beskriver et barn, der trækker sig fra fællesskabet.',
            'Netværket er ringe, farmor hjælper jævnligt.',
          ],
          ['Familiebehandling 2 timer ugentligt drøftet.', 'Nyt møde {frist}.'],
        ],
      },
      {
        phase: 'decided',
        title: 'Børnesamtale',
        share: 0.35,
        text: [
          ['Samtale med {barn} {dato} på {skole}.', '{barn} valgte at holde samtalen på gåtur.'],
          [
            '{barn} er glad for sin klasselærer og vil gerne spille mere fodbold.',
            '{barn} siger, at der er mere ro hjemme nu.',
            '{barn} savner sin far og vil gerne se ham oftere.',
          ],
          ['Barnets perspektiv indgår i planen.', ''],
        ],
      },
    ],
  },
  {
    key: 'extra-costs',
    source: 'family',
    weight: 3,
    kle: '32.18.04',
    facet: 'G01',
    sensitivity: 'sensitive',
    unit: 'family',
    who: 'child',
    days: [20, 110],
    titles: ['Merudgiftsydelse til barn med nedsat funktionsevne', 'Merudgifter - {udgift}'],
    words: {
      udgift: ['medicin og bleer', 'kørsel til behandling', 'vaskemaskine og tøj', 'glutenfri kost', 'aflastning'],
      tilstand: ['autisme', 'cøliaki', 'cerebral parese', 'epilepsi', 'diabetes'],
      beløb: ['14.280', '21.960', '9.840'],
    },
    status: {
      opened: ['Ansøgning modtaget'],
      informed: ['Dokumentation indhentes'],
      decided: ['Ydelse fastsat'],
      closed: ['Ophørt'],
    },
    legalBasis: 'Barnets lov § 86',
    outcomes: [
      [64, 'granted'],
      [16, 'refused'],
      [20, 'partly'],
    ],
    benefit: {
      name: 'Dækning af merudgifter',
      amounts: [
        ['1049.00', '1080.50'],
        ['2098.00', '2161.00'],
      ],
    },
    documents: [
      {
        phase: 'opened',
        type: 'Ansøgning',
        direction: 'incoming',
        title: 'Ansøgning om dækning af {udgift}',
        share: 1,
      },
      { phase: 'informed', type: 'Lægeerklæring', direction: 'incoming', title: 'Statusattest', share: 0.6 },
      { phase: 'decided', type: 'Afgørelse', direction: 'outgoing', title: 'Afgørelse om merudgifter', share: 0.9 },
    ],
    notes: [
      {
        phase: 'decided',
        title: 'Sandsynliggørelse af udgifter',
        share: 0.7,
        text: [
          ['Barnet har {tilstand}, dokumenteret ved statusattest.', 'Målgruppen er opfyldt pga. {tilstand}.'],
          [
            'Udgifter til {udgift} er sandsynliggjort med {beløb} kr. om året.',
            'Forældrene anslår {beløb} kr. årligt til {udgift}; kvitteringer for tre måneder er set.',
          ],
          ['Bagatelgrænsen er nået.', 'En del af udgiften er almindelig forsørgelse og trækkes fra.'],
          ['Opfølgning om et år.', ''],
        ],
      },
    ],
  },
];
